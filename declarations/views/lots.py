"""Several declarations of the queue at once."""

from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_POST, require_safe

from declarations.file import liste_de
from declarations.forms.lots import CorrectionEnLotForm, LotForm
from declarations.models import Declaration
from declarations.regles.etats import ACTES, Action
from declarations.services import instruction
from declarations.services.acteurs import acteurs_sur
from declarations.services.redites import est_une_redite
from declarations.services.situation import situation_en_liste
from declarations.views.acces import adresse_de_retour, exiger_conseiller
from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.dossiers.presentation.lots import MotsDeLot
from portal.dossiers.views.lots import PagesDeLot
from portal.socle.refus import Refus


def _correction(donnees: QueryDict | None, acteur: Acteur) -> Form:
    return CorrectionEnLotForm(donnees, jour=acteur.jour)


def _refus(declaration: Declaration, acteur: Acteur, action: str) -> Refus | None:
    """Why an act of the Caf is refused on a declaration of the queue, or None; no query."""
    situation = situation_en_liste(declaration, acteur.jour)
    return ACTES.refus(action, situation, acteurs_sur(acteur, declaration))


PAGES = PagesDeLot(
    mots=MotsDeLot(
        un="déclaration",
        choisis="Déclarations choisies",
        choisissez="Choisissez des déclarations",
        choisissez_en="Choisissez au moins une déclaration",
        premiers="seules les {} premières seront traitées",
        liste="Déclarations à suivre",
        vue_liste="declarations:file",
        vue_lot="declarations:lot",
        vue_dossier="declarations:dossier",
    ),
    actes=ACTES,
    choix=LotForm,
    liste=liste_de,
    services={
        Action.PRENDRE_EN_CHARGE: instruction.prendre_en_charge,
        Action.DEMANDER_CORRECTION: instruction.demander_correction,
    },
    refus=_refus,
    redite=est_une_redite,
    retour=adresse_de_retour,
    rapport="lot_rapport",
    vue_rapport="declarations:lot_rapport",
    formulaires={Action.DEMANDER_CORRECTION: _correction},
)


@require_POST
def lot(request: Requete) -> HttpResponse:
    return PAGES.lot(request, exiger_conseiller(request))


@require_safe
def rapport(request: Requete) -> HttpResponse:
    exiger_conseiller(request)
    return PAGES.dire_le_rapport(request)
