"""The Caf's side: whom to ask, who has opened, begun and finished, reminders to the others."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bilans.models import CampagneBilan, Repondant
from bilans.regles.cadre import COMMUNE
from bilans.regles.etats import ENVOYES, Etat
from bilans.repondants.forms import ListeForm
from bilans.repondants.presentation import avancement
from bilans.repondants.services import invitations
from bilans.services.definitions import definition_de
from bilans.services.ouvertures import version_pour
from habilitations.models import Fonction
from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.socle.actes import Annonce, agir, avertir, envoye, mener
from portal.socle.formulaires import MotifForm
from portal.socle.francais import compter, de, de_la
from portal.socle.refus import ActionRefusee

PAR_PAGE = 50


@require_safe
def campagnes(request: Requete) -> HttpResponse:
    acteur = _exiger(request)
    siennes = CampagneBilan.objects.filter(caf__in=_cafs(acteur)).select_related("questionnaire")
    contexte = {"campagnes": [c for c in siennes if _par_lien(c, acteur)]}
    return render(request, "bilans/repondants/campagnes.html", contexte)


@require_safe
def suivi(request: Requete, pk: int) -> HttpResponse:
    acteur = _exiger(request)
    campagne = _campagne(pk, acteur)
    repondants = Repondant.objects.filter(bilan__campagne=campagne)
    comptes = repondants.aggregate(
        invites=_communes(),
        ouverts=_communes(ouvert_le__isnull=False),
        commences=_communes(bilan__etat=Etat.EN_COURS),
        a_completer=_communes(bilan__etat=Etat.A_COMPLETER),
        transmis=_communes(bilan__etat__in=ENVOYES),
    )
    lus = repondants.select_related("utilisateur", "bilan__gestionnaire").order_by(
        "bilan__gestionnaire__nom", "pk"
    )
    page = Paginator(lus, PAR_PAGE).get_page(request.GET.get("page"))
    ouverte = campagne.fenetre.est_ouverte(acteur.jour) and not campagne.est_suspendue
    attendus = invitations.attendus_de(campagne, acteur.jour)
    contexte = {
        "campagne": campagne,
        "comptes": comptes,
        "page": page,
        "avancements": [avancement(r) for r in page.object_list],
        "invitables": ouverte or (comptes["a_completer"] and not campagne.est_suspendue),
        "relancables": ouverte or (attendus.exists() and not campagne.est_suspendue),
    }
    return render(request, "bilans/repondants/suivi.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def inviter(request: Requete, pk: int) -> HttpResponse:
    """The list is read, shown, then written to: three times the same lines, two clicks."""
    acteur = _exiger(request)
    campagne = _campagne(pk, acteur)
    formulaire = ListeForm(envoye(request))
    contexte: dict[str, Any] = {"campagne": campagne, "formulaire": formulaire}
    if not formulaire.is_bound or not formulaire.is_valid():
        statut = 422 if formulaire.is_bound else 200
        return render(request, "bilans/repondants/inviter.html", contexte, status=statut)
    if request.POST.get("etape") != "confirmer":
        contexte["liste"] = formulaire.liste
        return render(request, "bilans/repondants/inviter.html", contexte)
    try:
        invites, restent = invitations.inviter(pk, formulaire.liste.lignes, acteur=acteur)
    except ActionRefusee as refus:
        avertir(request, str(refus))
    else:
        messages.success(request, _faits(len(invites), len(restent)))
    return redirect("repondants:suivi", pk=pk)


@require_POST
def renvoyer(request: Requete, pk: int) -> HttpResponse:
    repondant = _repondant(pk, _exiger(request))
    return agir(
        request,
        partial(invitations.renvoyer, pk),
        succes="Un nouveau lien est envoyé ; le précédent n’ouvre plus rien.",
        retour=reverse("repondants:suivi", args=[repondant.bilan.campagne_id]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def revoquer(request: Requete, pk: int) -> HttpResponse:
    repondant = _repondant(pk, _exiger(request))
    retour = reverse("repondants:suivi", args=[repondant.bilan.campagne_id])
    annonce = Annonce(
        titre="Révoquer un lien",
        texte=f"Le lien {de(str(repondant.utilisateur))} n’ouvrira plus le questionnaire "
        f"{de_la(repondant.bilan.gestionnaire.nom)}. Ce qui est déjà répondu est gardé.",
        libelle="Révoquer le lien",
        succes="Le lien est révoqué.",
        retour=retour,
        danger=True,
        fil=(("Réponses par lien", retour),),
    )
    return mener(request, MotifForm(envoye(request)), partial(invitations.revoquer, pk), annonce)


@require_POST
def relancer(request: Requete, pk: int) -> HttpResponse:
    """Write again to those whose answer is awaited."""
    acteur = _exiger(request)
    _campagne(pk, acteur)
    try:
        combien = invitations.relancer_les_autres(pk, acteur=acteur)
    except ActionRefusee as refus:
        messages.warning(request, str(refus))
    else:
        personne = "Personne n’est à relancer : chacun a répondu, ou vient d’être prévenu."
        envoyes = f"{compter(combien, 'rappel envoyé', 'rappels envoyés')}."
        messages.success(request, envoyes if combien else personne)
    return redirect("repondants:suivi", pk=pk)


def _communes(**conditions: Any) -> Count:
    """How many communes, whatever the number of people asked in turn for each."""
    return Count("bilan", distinct=True, filter=Q(**conditions))


def _exiger(request: Requete) -> Acteur:
    """Return the person, gestionnaire conseil of a Caf; 403 otherwise."""
    acteur: Acteur = request.acteur
    if not _cafs(acteur):
        raise PermissionDenied("Cette page est réservée aux gestionnaires conseil de la Caf.")
    return acteur


def _cafs(acteur: Acteur) -> frozenset[int]:
    return acteur.cafs_comme((Fonction.GESTIONNAIRE_CONSEIL,))


def _campagne(pk: int, acteur: Acteur) -> CampagneBilan:
    campagne = (
        CampagneBilan.objects.filter(pk=pk, caf__in=_cafs(acteur))
        .select_related("questionnaire", "caf")
        .first()
    )
    if campagne is None or not _par_lien(campagne, acteur):
        raise Http404("Cette campagne n’existe pas, ou n’attend pas de réponses par lien.")
    return campagne


def _par_lien(campagne: CampagneBilan, acteur: Acteur) -> bool:
    version = version_pour(campagne.questionnaire, campagne.annee, acteur.jour)
    cadre = definition_de(version).cadre if version else None
    return cadre is not None and cadre.sujet == COMMUNE


def _repondant(pk: int, acteur: Acteur) -> Repondant:
    repondant = (
        Repondant.objects.filter(pk=pk, bilan__caf__in=_cafs(acteur))
        .select_related("utilisateur", "bilan__gestionnaire")
        .first()
    )
    if repondant is None:
        raise Http404("Ce répondant n’existe pas, ou n’est pas dans votre périmètre.")
    return repondant


def _faits(invites: int, restent: int) -> str:
    dit = f"{compter(invites, 'invitation envoyée', 'invitations envoyées')}."
    deja = compter(restent, "commune était déjà invitée", "communes étaient déjà invitées")
    return f"{dit} {deja}." if restent else dit
