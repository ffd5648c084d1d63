"""What the workbook says is expected of each question."""

import pytest

from declarations.exports.classeur import attendue
from declarations.grilles import toutes_les_grilles
from declarations.regles.grille import ChampGrille

CHAMPS = {
    champ.code: champ
    for grille in toutes_les_grilles()
    for section in grille.sections
    for champ in section.champs
}


@pytest.mark.parametrize("champ", [c for c in CHAMPS.values() if c.type == "oui_non"])
def test_oui_ou_non_se_dit_une_fois(champ: ChampGrille) -> None:
    assert attendue(champ) == "Oui ou non"


def test_des_choix_se_disent_apres_leur_nombre() -> None:
    assert attendue(CHAMPS["niveau"]) == "Un choix\u00a0: Élémentaire, Collège, Lycée"
