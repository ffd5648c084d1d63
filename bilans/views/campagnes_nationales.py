"""What the national administration decides of a questionnaire's window, for every Caf at once."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from bilans.forms.campagnes import DatesForm, SuspensionForm
from bilans.models import CampagneBilan
from bilans.presentation.campagnes import LigneNationale, decrire_partout
from bilans.services import campagnes_nationales as services
from bilans.services.campagnes import Dates
from bilans.views.campagnes import annonce_de_campagne
from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.dossiers.services.redites import est_la_derniere
from portal.socle.actes import agir, envoye, mener
from portal.socle.francais import compter


@require_http_methods(["GET", "HEAD", "POST"])
def suspendre(request: Requete, pk: int, annee: int) -> HttpResponse:
    ligne, campagnes = _charger(request, pk, annee)
    annonce = annonce_de_campagne(
        titre="Suspendre pour toutes les Caf",
        texte="Plus personne ne répond à ces bilans ni ne les transmet, et plus personne n’est "
        "relancé, dans aucune Caf, jusqu’à la reprise. Les réponses déjà saisies sont gardées ; "
        "les partenaires concernés sont prévenus. Une Caf ne peut pas reprendre seule.",
        libelle="Suspendre partout",
        succes="La campagne est suspendue pour toutes les Caf.",
        sujet=_sujet(ligne),
    )
    return mener(
        request,
        SuspensionForm(envoye(request)),
        partial(services.suspendre_partout, pk, annee),
        annonce,
        redite=_redite(request, campagnes, "suspendue_partout"),
    )


@require_POST
def reprendre(request: Requete, pk: int, annee: int) -> HttpResponse:
    _, campagnes = _charger(request, pk, annee)
    return agir(
        request,
        partial(services.reprendre_partout, pk, annee),
        succes="La campagne reprend pour toutes les Caf ; les partenaires concernés sont prévenus.",
        retour=reverse("bilans:campagnes"),
        redite=_redite(request, campagnes, "reprise_partout"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def dater(request: Requete, pk: int, annee: int) -> HttpResponse:
    ligne, campagnes = _charger(request, pk, annee)
    annonce = annonce_de_campagne(
        titre="Changer les dates pour toutes les Caf",
        texte="Toutes les Caf prennent ces dates, y compris celles qui avaient changé les leurs. "
        "Les dérogations accordées restent ; les partenaires concernés sont prévenus.",
        libelle="Changer les dates partout",
        succes="Les dates sont changées pour toutes les Caf.",
        sujet=_sujet(ligne),
    )

    def service(*, acteur: Acteur, motif: str, **dates: Any) -> None:
        services.dater_partout(pk, annee, acteur=acteur, motif=motif, dates=Dates(**dates))

    modele = campagnes[0]
    initial = {nom: getattr(modele, nom) for nom in ("ouvre_le", "echeance_le", "ferme_le")}
    return mener(request, DatesForm(envoye(request), initial=initial), service, annonce)


def _charger(request: Requete, pk: int, annee: int) -> tuple[LigneNationale, list[CampagneBilan]]:
    """The campaigns of a questionnaire in an exercice: 403 but for the nation, 404 for none."""
    if not request.acteur.est_national:
        raise PermissionDenied(services.QUI)
    campagnes = list(
        CampagneBilan.objects.filter(questionnaire=pk, questionnaire__caf=None, annee=annee)
        .select_related("questionnaire", "caf")
        .order_by("pk")
    )
    if not campagnes:
        raise Http404("Aucune Caf n’a de campagne pour ce questionnaire et cet exercice.")
    return decrire_partout(campagnes, request.acteur.jour)[0], campagnes


def _sujet(ligne: LigneNationale) -> str:
    return f"{ligne.questionnaire.titre} {ligne.exercice} – {compter(ligne.cafs, 'Caf', 'Caf')}"


def _redite(request: Requete, campagnes: list[CampagneBilan], action: str) -> Any:
    def redite(refus: Any, motif: str) -> bool:
        return any(
            est_la_derniere(c, f"campagne_bilan.{action}", acteur=request.acteur, motif=motif)
            for c in campagnes[:1]
        )

    return redite
