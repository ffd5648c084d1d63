"""A block copied from a spreadsheet, and words told as choices."""

import pytest

from tests.e2e.modules.conftest import Essai

NIVEAUX = [["elementaire", "Élémentaire"], ["college", "Collège"], ["lycee", "Lycée"]]
OUI_NON = [["oui", "Oui"], ["non", "Non"]]


@pytest.mark.parametrize(
    ("texte", "lignes"),
    [
        ("12\t14\r\n3\t\r\n", [["12", "14"], ["3", ""]]),
        ("a\nb", [["a"], ["b"]]),
        ('"deux\nlignes"\t"dit ""oui"""\n', [["deux\nlignes", 'dit "oui"']]),
        (" 12 \t\t5", [["12", "", "5"]]),
        ("", []),
    ],
)
def test_un_bloc_se_lit_en_cases(essai: Essai, texte: str, lignes: list[list[str]]) -> None:
    assert essai("collage", "return m.lireBloc(donnee)", donnee=texte) == lignes


def test_une_seule_valeur_n_est_pas_un_bloc(essai: Essai) -> None:
    textes = ["12", "12\r\n", "12\t", "1\n2", "École du Lac"]
    blocs = essai("collage", "return donnee.map(m.estUnBloc)", donnee=textes)
    assert blocs == [False, False, True, True, False]


@pytest.mark.parametrize(
    ("texte", "choix", "code"),
    [
        ("Élémentaire", NIVEAUX, "elementaire"),
        ("  ELEMENTAIRE ", NIVEAUX, "elementaire"),
        ("coll", NIVEAUX, "college"),
        ("college", NIVEAUX, "college"),
        ("l.", NIVEAUX, "lycee"),
        ("primaire", NIVEAUX, None),
        ("", NIVEAUX, ""),
        ("x", OUI_NON, "oui"),
        ("N", OUI_NON, "non"),
        ("0", OUI_NON, "non"),
        ("peut-être", OUI_NON, None),
        ("a", [["1", "Aube"], ["2", "Ain"]], None),
    ],
)
def test_un_mot_se_lit_comme_un_choix(
    essai: Essai, texte: str, choix: list[list[str]], code: str | None
) -> None:
    assert essai("collage", "return m.choisir(...donnee)", donnee=[texte, choix]) == code
