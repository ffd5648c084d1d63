"""Campaigns of bilans: their dates, suspended or not, and what may be decided of them."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bilans.filters import FiltreCampagnes
from bilans.forms.campagnes import AnnonceForm, DatesForm, SuspensionForm
from bilans.models import CampagneBilan
from bilans.presentation.campagnes import LigneNationale, decrire, decrire_partout, nommer
from bilans.services import campagnes as services
from bilans.services.definitions import questionnaires_sans_calendrier
from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from habilitations.services.equipements import cafs_suivies
from portal.dossiers.services.redites import est_la_derniere
from portal.socle.actes import Annonce, agir, envoye, mener

PAR_PAGE = 50


@require_safe
def campagnes(request: Requete) -> HttpResponse:
    """Those of one's Caf, or of every Caf for the national administration."""
    acteur: Acteur = request.acteur
    if not (acteur.est_national or acteur.est_instructeur):
        raise PermissionDenied(services.QUI)
    filtre = FiltreCampagnes(
        request.GET, CampagneBilan.objects.lues_par(acteur), national=acteur.est_national
    )
    page = Paginator(filtre.qs, PAR_PAGE).get_page(request.GET.get("page"))
    contexte = {
        "formulaire": filtre.form,
        "partout": _partout(filtre.annee_choisie, acteur) if acteur.est_national else [],
        "page": page,
        "lignes": list(decrire(page.object_list, acteur.jour)),
        "avec_caf": acteur.est_national or len(acteur.cafs_comme(("gestionnaire_conseil",))) > 1,
        "peut_decider": services.tient_des_campagnes(acteur),
        "peut_annoncer": acteur.est_national,
    }
    return render(request, "bilans/campagnes.html", contexte)


def _partout(annee: int, acteur: Acteur) -> list[LigneNationale]:
    """The national questionnaires of one exercice, gathered from every Caf."""
    toutes = CampagneBilan.objects.lues_par(acteur).filter(annee=annee)
    return decrire_partout(
        toutes.select_related("questionnaire", "caf").order_by("questionnaire", "caf"), acteur.jour
    )


@require_http_methods(["GET", "HEAD", "POST"])
def suspendre(request: Requete, pk: int) -> HttpResponse:
    campagne = _charger(request, pk)
    annonce = annonce_de_campagne(
        titre="Suspendre la campagne",
        texte="Plus personne ne répond à ces bilans ni ne les transmet, et plus personne n’est "
        "relancé, jusqu’à la reprise. Les réponses déjà saisies sont gardées.",
        libelle="Suspendre",
        succes="La campagne est suspendue.",
        sujet=nommer(campagne, request.acteur.jour),
    )
    service = partial(services.suspendre, pk)
    return mener(
        request,
        SuspensionForm(envoye(request)),
        service,
        annonce,
        redite=_redite(request, campagne, "suspendue"),
    )


@require_POST
def reprendre(request: Requete, pk: int) -> HttpResponse:
    campagne = _charger(request, pk)
    return agir(
        request,
        partial(services.reprendre, pk),
        succes="La campagne reprend.",
        retour=reverse("bilans:campagnes"),
        redite=_redite(request, campagne, "reprise"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def dater(request: Requete, pk: int) -> HttpResponse:
    campagne = _charger(request, pk)
    annonce = annonce_de_campagne(
        titre="Changer les dates",
        texte="Ces dates valent pour tous les bilans de cette campagne, dans cette seule Caf. "
        "Les dérogations accordées restent.",
        libelle="Changer les dates",
        succes="Les dates sont changées.",
        sujet=nommer(campagne, request.acteur.jour),
    )

    def service(*, acteur: Acteur, motif: str, **dates: Any) -> None:
        services.dater(pk, acteur=acteur, motif=motif, dates=services.Dates(**dates))

    initial = {nom: getattr(campagne, nom) for nom in ("ouvre_le", "echeance_le", "ferme_le")}
    return mener(request, DatesForm(envoye(request), initial=initial), service, annonce)


@require_http_methods(["GET", "HEAD", "POST"])
def annoncer(request: Requete) -> HttpResponse:
    """The dates of a questionnaire that has no calendar: the recensement."""
    if not request.acteur.est_national:
        raise PermissionDenied(
            "Les dates nationales sont annoncées par l’administration nationale."
        )
    annonce = annonce_de_campagne(
        titre="Annoncer les dates d’un questionnaire",
        texte="Les campagnes déjà annoncées pour cet exercice prennent ces dates.",
        libelle="Annoncer",
        succes="Les dates sont annoncées.",
    )

    def service(*, acteur: Acteur, questionnaire: Any, annee: int, caf: Any, **dates: Any) -> None:
        services.annoncer(
            questionnaire.pk,
            annee=annee,
            acteur=acteur,
            caf_id=caf.pk if caf else None,
            dates=services.Dates(**dates),
        )

    formulaire = AnnonceForm(
        envoye(request),
        questionnaires=questionnaires_sans_calendrier(request.acteur.jour),
        cafs=cafs_suivies(),
        initial={"annee": request.acteur.jour.year},
    )
    return mener(request, formulaire, service, annonce)


def _charger(request: Requete, pk: int) -> CampagneBilan:
    """A campaign that this person decides of: 403 for who decides of none, 404 for others'."""
    if not services.tient_des_campagnes(request.acteur):
        raise PermissionDenied(services.QUI)
    siennes = CampagneBilan.objects.administrees_par(request.acteur)
    try:
        return siennes.select_related("questionnaire", "caf").get(pk=pk)
    except CampagneBilan.DoesNotExist:
        raise Http404("Cette campagne n’existe pas, ou elle est d’une autre Caf.") from None


def annonce_de_campagne(**mots: Any) -> Annonce:
    """The words of an act on a campaign, which comes back to the list."""
    liste = reverse("bilans:campagnes")
    return Annonce(retour=liste, fil=(("Campagnes de bilans", liste),), **mots)


def _redite(request: Requete, campagne: CampagneBilan, action: str) -> Any:
    def redite(refus: Any, motif: str) -> bool:
        return est_la_derniere(
            campagne, f"campagne_bilan.{action}", acteur=request.acteur, motif=motif
        )

    return redite
