"""Lines of the journal to be told, for what needs no database."""

import pytest

from declarations.chronologie import raconter
from declarations.models import Declaration
from habilitations.models import Caf, Gestionnaire
from portal.socle.models import LigneJournal
from tests.monde import MAINTENANT

DOSSIER = Declaration(
    caf=Caf(nom="Caf de la Savoie"), gestionnaire=Gestionnaire(nom="Association Les Passerelles")
)
COTES = pytest.mark.parametrize("cote_caf", [False, True], ids=["partenaire", "caf"])


def ligne(action: str, **champs: object) -> LigneJournal:
    champs = {"auteur_libelle": "Colette Conseil", "le": MAINTENANT, "details": {}, **champs}
    return LigneJournal(action=f"declaration.{action}", **champs)


def dire(une: LigneJournal, cote_caf: bool = False) -> str:
    return raconter(DOSSIER, [une], cote_caf)[0].texte.replace("\u00a0", " ")
