"""Proposals: the list, a new one, one of them with its effect, its document."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from habilitations.requetes import Requete
from portal.socle.actes import Annonce, interdire, montrer
from portal.socle.refus import ROLE, ActionRefusee, DemandeInvalide, Refus
from portal.socle.views.documents import delivrer
from subventions.models import PropositionBareme
from subventions.presentation.registre import validite
from subventions.propositions.forms import PropositionForm
from subventions.propositions.presentation.propositions import (
    effet_en_mots,
    etat_de,
    faits_de,
    remplacees,
    valeur_dite,
)
from subventions.propositions.presentation.reprises import a_reprendre
from subventions.propositions.services.acces import (
    RESERVE_LOCALE,
    cafs_tenues,
    propose_des_valeurs,
    refus_de_decider,
    refus_de_joindre,
    refus_de_publier,
)
from subventions.propositions.services.effet import est_depasse
from subventions.propositions.services.proposition import proposer
from subventions.propositions.views.acces import LIEES, charger, exiger_agent
from subventions.services.baremes import calculs_faits_avec

PAR_PAGE = 25
# What the address says of the value to propose: that of a line that is corrected.
REPRIS = ("portee", "parametre", "debut", "fin")


@require_safe
def liste(request: Requete) -> HttpResponse:
    """Those that wait first, then what became of the others."""
    exiger_agent(request)
    visibles = PropositionBareme.objects.visibles_par(request.acteur).select_related(*LIEES)
    decidees = visibles.exclude(publiee_le__isnull=True, ecartee_le__isnull=True)
    page = Paginator(decidees, PAR_PAGE).get_page(request.GET.get("page"))
    contexte = {
        "propose": propose_des_valeurs(request.acteur),
        "en_attente": [_ligne(p) for p in visibles.en_attente()],
        "decidees": [_ligne(p) for p in page.object_list],
        "page": page,
    }
    return render(request, "propositions/liste.html", contexte)


def _ligne(proposition: PropositionBareme) -> dict[str, Any]:
    etat, ton = etat_de(proposition)
    return {
        "proposition": proposition,
        "valeur": valeur_dite(proposition),
        "portee": str(proposition.caf) if proposition.caf else "Nationale",
        "exercices": validite(proposition),
        "etat": etat,
        "ton": ton,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def nouvelle(request: Requete) -> HttpResponse:
    """Propose a value; its effect is computed as soon as it is kept."""
    exiger_agent(request)
    acteur = request.acteur
    if not propose_des_valeurs(acteur):
        interdire(Refus(ROLE, RESERVE_LOCALE))
    options: dict[str, Any] = {"cafs": list(cafs_tenues(acteur)), "nationale": acteur.est_national}
    if request.method == "POST":
        formulaire = PropositionForm.de_la_requete(request, **options)
        if formulaire.is_valid() and (faite := _proposer(request, formulaire)):
            messages.success(request, "La proposition est enregistrée : une autre personne la lit.")
            return redirect("propositions:proposition", pk=faite.pk)
    else:
        initial = {champ: request.GET.get(champ, "") for champ in REPRIS}
        formulaire = PropositionForm(initial=initial, **options)
    return montrer(request, formulaire, _annonce_nouvelle())


def _proposer(request: Requete, formulaire: PropositionForm) -> PropositionBareme | None:
    lues = formulaire.cleaned_data
    jeton: UUID = lues["jeton"]
    try:
        return proposer(
            formulaire.proposee(),
            motif=lues["motif"],
            fichier=lues["fichier"],
            jeton=jeton,
            acteur=request.acteur,
        )
    except ActionRefusee as refus:
        interdire(refus.refus)
        formulaire.refuser(str(refus))
    except DemandeInvalide as invalide:
        formulaire.refuser(str(invalide), invalide.champ)
    return None


def _annonce_nouvelle() -> Annonce:
    return Annonce(
        titre="Proposer une valeur",
        texte="Rien ne change tant qu’une autre personne n’a pas publié cette valeur, après avoir "
        "lu son effet sur les estimations en cours. Une valeur publiée ne se modifie plus : elle "
        "se corrige par une autre, avec son motif.",
        libelle="Proposer cette valeur",
        succes="",
        retour=reverse("propositions:liste"),
        fil=(("Barèmes", reverse("subventions:baremes")),),
    )


@require_safe
def proposition(request: Requete, pk: int) -> HttpResponse:
    """A proposal: what it says, what it replaces, what it changes; progress is asked for again."""
    objet = charger(request, pk)
    contexte = {"proposition": objet, **_effet(request, objet)}
    if request.htmx and contexte["en_cours"]:
        return render(request, "propositions/partials/effet_suivi.html", contexte)
    contexte |= _decision(request, objet)
    reponse = render(request, "propositions/proposition.html", contexte)
    if request.htmx:
        reponse["HX-Refresh"] = "true"
    return reponse


def _effet(request: Requete, objet: PropositionBareme) -> dict[str, Any]:
    effet = getattr(objet, "effet", None)
    decide = refus_de_decider(request.acteur, objet) is None
    fait = effet if effet is not None and effet.etat == "fait" else None
    return {
        "effet": effet if decide else None,
        "en_cours": decide and effet is not None and objet.est_en_attente and effet.est_en_cours,
        "effet_fait": fait is not None,
        "effets": effet_en_mots(fait, request.acteur, objet.caf_id) if fait and decide else (),
        "depasse": bool(fait and objet.est_en_attente and est_depasse(fait, objet)),
    }


def _decision(request: Requete, objet: PropositionBareme) -> dict[str, Any]:
    acteur = request.acteur
    siennes = PropositionBareme.objects.filter(tete=objet).select_related(*LIEES)
    return {
        "jointes": [_ligne(p) for p in siennes.order_by("pk")],
        "joint": objet.est_en_attente
        and objet.tete is None
        and refus_de_joindre(acteur, objet) is None,
        "faits": faits_de(objet),
        "remplacees": remplacees(objet) if objet.est_en_attente else (),
        "figes": calculs_faits_avec(objet).count() if objet.est_en_attente else 0,
        "decide": objet.est_en_attente and refus_de_decider(acteur, objet) is None,
        "reprise": a_reprendre(
            acteur, objet.caf_id, objet.dispositif, objet.parametre, objet.debut, objet.fin
        )
        if objet.publiee_le
        else "",
        "publie": objet.tete is None and refus_de_publier(acteur, objet) is None,
    }


@require_safe
def document(request: Requete, pk: int) -> HttpResponseBase:
    """The source document, as it was received."""
    objet = charger(request, pk)
    return delivrer(request, objet.document, reverse("propositions:proposition", args=[pk]))
