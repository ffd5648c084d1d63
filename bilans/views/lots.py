"""Several bilans of the queue at once."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from bilans.file import liste_de
from bilans.forms.lots import LotForm
from bilans.models import Bilan
from bilans.regles.etats import ACTES, Action, Situation
from bilans.services import validation
from bilans.services.acteurs import acteurs_sur
from bilans.services.redites import est_une_redite
from bilans.views.file import adresse_de_la_file
from declarations.views.acces import exiger_instructeur
from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.dossiers.presentation.lots import MotsDeLot
from portal.dossiers.views.lots import PagesDeLot
from portal.socle.refus import Refus


def _refus(bilan: Bilan, acteur: Acteur, action: str) -> Refus | None:
    """Why an act of the Caf is refused on a bilan of the queue, or None; no query."""
    return ACTES.refus(action, Situation(bilan.etat), acteurs_sur(acteur, bilan))


PAGES = PagesDeLot(
    mots=MotsDeLot(
        un="bilan",
        choisis="Bilans choisis",
        choisissez="Choisissez des bilans",
        choisissez_en="Choisissez au moins un bilan",
        premiers="seuls les {} premiers seront traités",
        liste="Bilans à suivre",
        vue_liste="bilans:file",
        vue_lot="bilans:lot",
        vue_dossier="bilans:lecture",
    ),
    actes=ACTES,
    choix=LotForm,
    liste=liste_de,
    services={
        Action.PRENDRE_EN_CHARGE: validation.prendre_en_charge,
        Action.VALIDER: validation.valider,
    },
    refus=_refus,
    redite=est_une_redite,
    retour=adresse_de_la_file,
    rapport="bilans_lot_rapport",
    vue_rapport="bilans:lot_rapport",
)


@require_POST
def lot(request: Requete) -> HttpResponse:
    return PAGES.lot(request, exiger_instructeur(request))


@require_safe
def rapport(request: Requete) -> HttpResponse:
    exiger_instructeur(request)
    return PAGES.dire_le_rapport(request)
