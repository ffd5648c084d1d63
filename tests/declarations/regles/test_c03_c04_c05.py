"""C03, C04 and C05 – equalities of the finances volet."""

import pytest

from declarations.regles.controles.contexte import BLOQUANT
from declarations.regles.grille import ACTUALISEE, PREVISIONNELLE, REELLE
from tests.declarations.regles.fabrique import contexte_er, contexte_vide, de

NB = "\u00a0"
FINE = "\u202f"


@pytest.mark.parametrize("nature", [PREVISIONNELLE, ACTUALISEE])
def test_c03_an_unbalanced_budget_shows_both_totals(nature):
    (constat,) = de("C03", contexte_er(nature, donnees={"comptes.60": "20000.01"}))
    assert constat.niveau == BLOQUANT
    assert constat.volet == "finances"
    assert constat.chemins[0] == "comptes.60"
    assert constat.valeur == f"100{FINE}000,01{NB}€"
    assert constat.reference == f"100{FINE}000,00{NB}€"
    assert constat.ecart == f"0,01{NB}€"
    assert constat.message == (
        f"Total des charges{NB}: 100{FINE}000,01{NB}€{NB}; total des produits{NB}: "
        f"100{FINE}000,00{NB}€. L’écart est de 0,01{NB}€{NB}: un budget est présenté à "
        "l’équilibre."
    )


def test_c03_does_not_fire_on_equal_totals():
    assert de("C03", contexte_er()) == []


def test_c03_does_not_concern_the_reelle():
    assert de("C03", contexte_er(REELLE, donnees={"comptes.60": "1.00"})) == []


def test_c03_leaves_the_contributions_apart():
    assert de("C03", contexte_er(donnees={"comptes.861": "9999.00"})) == []


def test_c03_counts_an_empty_side_as_zero():
    assert len(de("C03", contexte_er(sans=["comptes.741", "comptes.70623"]))) == 1


def test_c03_waits_for_readable_figures():
    assert de("C03", contexte_er(donnees={"comptes.60": "abc"})) == []
    seul = contexte_vide(donnees={"comptes.60": "abc", "comptes.741": "10"})
    assert de("C03", seul) == []


def test_c04_fires_whatever_the_nature():
    for nature in (PREVISIONNELLE, ACTUALISEE, REELLE):
        (constat,) = de("C04", contexte_er(nature, donnees={"comptes.871": "4999.99"}))
        assert constat.niveau == BLOQUANT
        assert constat.chemins == ("comptes.861", "comptes.871")
        assert constat.ecart == f"0,01{NB}€"


def test_c04_does_not_fire_on_equal_totals_nor_without_contributions():
    assert de("C04", contexte_er()) == []
    assert de("C04", contexte_er(sans=["comptes.861", "comptes.871"])) == []


def test_c04_counts_an_empty_side_as_zero():
    assert len(de("C04", contexte_er(sans=["comptes.871"]))) == 1
    assert de("C04", contexte_er(sans=["comptes.871"], donnees={"comptes.861": "0"})) == []


def test_c05_a_result_that_is_not_the_one_of_the_accounts():
    (constat,) = de("C05", contexte_er(REELLE, donnees={"resultat_annonce": "-0.01"}))
    assert constat.niveau == BLOQUANT
    assert constat.chemins[0] == "resultat_annonce"
    assert constat.valeur == f"−0,01{NB}€"
    assert constat.reference == f"0,00{NB}€"


def test_c05_accepts_a_deficit_that_is_announced():
    deficit = {"comptes.60": "21500.50", "resultat_annonce": "-1500.50"}
    assert de("C05", contexte_er(REELLE, donnees=deficit)) == []


def test_c05_does_not_concern_a_budget():
    assert de("C05", contexte_er(donnees={"resultat_annonce": "12"})) == []


def test_c05_waits_for_the_result_and_for_readable_figures():
    assert de("C05", contexte_er(REELLE, sans=["resultat_annonce"])) == []
    assert de("C05", contexte_er(REELLE, donnees={"comptes.60": "?"})) == []
    assert de("C05", contexte_vide(nature=REELLE, donnees={"resultat_annonce": "5"})) == []


@pytest.mark.parametrize("code", ["C03", "C04", "C05"])
@pytest.mark.parametrize("nature", [PREVISIONNELLE, ACTUALISEE, REELLE])
def test_empty_declarations(code, nature):
    assert de(code, contexte_vide(nature=nature)) == []
