"""C02 – values that are not possible."""

import pytest

from declarations.regles.controles.contexte import BLOQUANT
from declarations.regles.grille import REELLE, LigneGrille
from tests.declarations.regles.fabrique import cles, contexte_er, contexte_vide, de

CHEMIN = "lieux.l1.heures_rencontres"


def test_nothing_to_say_about_good_values():
    assert de("C02", contexte_er()) == []
    assert de("C02", contexte_er(REELLE)) == []


def test_empty_values_are_left_to_c01():
    assert de("C02", contexte_vide()) == []
    assert de("C02", contexte_er(donnees={CHEMIN: ""})) == []


@pytest.mark.parametrize(
    "valeur", ["abc", "1e9", "NaN", "Infinity", "1,5", "+3", "１２", "--1", "1.", ".5", "1 000"]
)
def test_what_is_no_number_is_quoted(valeur):
    (constat,) = de("C02", contexte_er(donnees={CHEMIN: valeur}))
    assert constat.niveau == BLOQUANT
    assert constat.cle == f"C02:{CHEMIN}"
    assert constat.chemins == (CHEMIN,)
    assert constat.message == (
        f"Heures de rencontres – Maison de Chambéry\u00a0: «\u00a0{valeur}\u00a0» "
        "n’est pas un nombre."
    )


def test_a_list_where_one_number_is_expected():
    assert cles("C02", contexte_er(donnees={CHEMIN: ["12"]})) == [f"C02:{CHEMIN}"]


def test_long_garbage_is_cut_short():
    (constat,) = de("C02", contexte_er(donnees={CHEMIN: "x" * 5000}))
    assert len(constat.message) < 150


def test_negative_numbers():
    (constat,) = de("C02", contexte_er(donnees={CHEMIN: "-3"}))
    assert "ne peut pas être négative" in constat.message
    assert "−3\u00a0h" in constat.message


def test_zero_is_the_exact_limit_and_passes():
    assert de("C02", contexte_er(donnees={CHEMIN: "0"})) == []


def test_a_result_may_be_negative():
    assert de("C02", contexte_er(REELLE, donnees={"resultat_annonce": "-150.25"})) == []


@pytest.mark.parametrize(("jours", "refuse"), [("366", False), ("367", True)])
def test_the_maximum_itself_is_allowed(jours, refuse):
    contexte = contexte_er(REELLE, donnees={"lieux.l1.jours_ouverture": jours})
    assert bool(de("C02", contexte)) is refuse
    if refuse:
        assert "366\u00a0jours au plus" in de("C02", contexte)[0].message


def test_too_large_a_number():
    (constat,) = de("C02", contexte_er(donnees={"comptes.60": "9" * 400}))
    assert "trop grand" in constat.message
    assert constat.volet == "finances"


def test_a_count_is_whole():
    (constat,) = de("C02", contexte_er(REELLE, donnees={"lieux.l1.enfants": "12.50"}))
    assert "un nombre entier" in constat.message
    assert "12,5" in constat.message


def test_decimals_in_excess():
    (constat,) = de("C02", contexte_er(donnees={"comptes.60": "10.005"}))
    assert "2 décimales au plus" in constat.message


@pytest.mark.parametrize(
    ("champ", "valeur", "refuse"),
    [
        ("niveau", "college", False),
        ("niveau", "maternelle", True),
        ("bonus_enfants", "oui", False),
        ("bonus_enfants", "peut-être", True),
        ("bonus_enfants", ["oui"], True),
    ],
)
def test_answers_are_those_proposed(champ, valeur, refuse):
    clas = contexte_vide(
        "clas", lignes=(LigneGrille("c1", "Collège"),), donnees={f"collectifs.c1.{champ}": valeur}
    )
    assert bool(de("C02", clas)) is refuse


@pytest.mark.parametrize(
    ("valeur", "refuse"),
    [(["enfance", "jeunesse"], False), (["enfance", "astres"], True), ("enfance", True)],
)
def test_several_answers_are_those_proposed(valeur, refuse):
    cct = contexte_vide(
        "cct", lignes=(LigneGrille("p1", "Poste"),), donnees={"postes.p1.thematiques": valeur}
    )
    assert bool(de("C02", cct)) is refuse
