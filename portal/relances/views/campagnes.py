"""The reminders of one campaign: a sentence of one's own, a pause."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from declarations.models import Campagne
from declarations.presentation.calendrier import libelle_campagne
from declarations.views.acces import exiger_instructeur
from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.relances.forms import MotifInterneForm, PhraseForm
from portal.relances.permissions import peut_regler
from portal.relances.services import decisions
from portal.socle.actes import Annonce, agir, envoye, mener


@require_http_methods(["GET", "HEAD", "POST"])
def campagne(request: Requete, pk: int) -> HttpResponse:
    """The sentence is saved here; pause and resumption have their own addresses."""
    trouvee = _reglable(request, pk)
    reglage = getattr(trouvee, "reglage_relances", None)
    initial = {"phrase": reglage.phrase if reglage else ""}
    formulaire = PhraseForm(request.POST if request.method == "POST" else None, initial=initial)
    if formulaire.is_valid():
        phrase = formulaire.cleaned_data["phrase"]
        decisions.ajouter_phrase(trouvee, acteur=request.acteur, phrase=phrase)
        messages.success(request, "La phrase est enregistrée." if phrase else "Phrase retirée.")
        return redirect("relances:campagne", pk=pk)
    return _montrer(request, trouvee, formulaire=formulaire)


@require_http_methods(["GET", "HEAD", "POST"])
def suspendre(request: Requete, pk: int) -> HttpResponse:
    """The pause has a page of its own: beside the sentence, one would lose what the other holds."""
    trouvee = _reglable(request, pk)
    retour = reverse("relances:campagne", args=[pk])
    annonce = Annonce(
        titre="Mettre en pause les relances",
        texte="Aucune relance de cette campagne ne part tant qu’elle est en pause, pour toute la "
        "Caf.",
        libelle="Mettre en pause",
        succes="Les relances de cette campagne sont suspendues.",
        retour=retour,
        sujet=libelle_campagne(trouvee),
        fil=(("Relances", reverse("relances:previsions")), (libelle_campagne(trouvee), retour)),
    )
    service = partial(decisions.suspendre, trouvee)
    return mener(request, MotifInterneForm(envoye(request)), service, annonce)


@require_POST
def lever_la_pause(request: Requete, pk: int) -> HttpResponse:
    return agir(
        request,
        partial(decisions.lever_la_pause, _reglable(request, pk)),
        succes="Les relances de cette campagne reprennent.",
        retour=reverse("relances:campagne", args=[pk]),
    )


def _reglable(request: Requete, pk: int) -> Campagne:
    """A campaign of one's Caf: 404 elsewhere, 403 for who only reads."""
    acteur: Acteur = exiger_instructeur(request)
    cafs = [a.caf_id for a in acteur.affectations if a.caf_id]
    trouvee = (
        Campagne.objects.select_related("caf", "reglage_relances__suspendue_par")
        .filter(pk=pk, caf__in=cafs)
        .first()
    )
    if trouvee is None:
        raise Http404("Cette campagne n’existe pas, ou elle n’est pas dans votre périmètre.")
    if not peut_regler(acteur, trouvee.caf_id):
        raise PermissionDenied("Ce réglage revient aux gestionnaires conseil de la Caf.")
    return trouvee


def _montrer(
    request: Requete, trouvee: Campagne, formulaire: PhraseForm | None = None
) -> HttpResponse:
    reglage = getattr(trouvee, "reglage_relances", None)
    phrase = reglage.phrase if reglage else ""
    contexte = {
        "campagne": trouvee,
        "libelle": libelle_campagne(trouvee),
        "reglage": reglage,
        "formulaire": formulaire or PhraseForm(initial={"phrase": phrase}),
    }
    refuse = formulaire is not None and formulaire.is_bound
    return render(request, "relances/campagne.html", contexte, status=422 if refuse else 200)
