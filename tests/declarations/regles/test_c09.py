"""C09 – contradictory figures of a row."""

import pytest

from declarations.regles.controles.contexte import BLOQUANT
from declarations.regles.grille import REELLE, LigneGrille
from tests.declarations.regles.fabrique import cles, contexte_er, contexte_vide, de


def test_nothing_to_say_about_coherent_figures():
    assert de("C09", contexte_er(REELLE)) == []


@pytest.mark.parametrize(("realisees", "fires"), [("500", False), ("501", True)])
def test_meetings_held_are_among_those_planned(realisees, fires):
    contexte = contexte_er(REELLE, donnees={"lieux.l2.rencontres_realisees": realisees})
    assert cles("C09", contexte) == (["C09:lieux.l2.rencontres"] if fires else [])


@pytest.mark.parametrize(("petits", "fires"), [("9", True), ("10", False), ("11", True)])
def test_ages_make_the_number_of_children(petits, fires):
    contexte = contexte_er(REELLE, donnees={"lieux.l1.enfants_0_2": petits})
    assert cles("C09", contexte) == (["C09:lieux.l1.ages"] if fires else [])


@pytest.mark.parametrize(("debut", "fires"), [("29", True), ("30", False), ("31", True)])
def test_origins_make_the_number_of_measures(debut, fires):
    contexte = contexte_er(REELLE, donnees={"lieux.l1.mesures_debut": debut})
    assert cles("C09", contexte) == (["C09:lieux.l1.origines"] if fires else [])


def test_the_constat_names_the_lieu_and_both_figures():
    (constat,) = de("C09", contexte_er(REELLE, donnees={"lieux.l2.enfants": "61"}))
    assert constat.niveau == BLOQUANT
    assert constat.volet == "activite"
    assert constat.chemins[0] == "lieux.l2.enfants_0_2"
    assert constat.chemins[-1] == "lieux.l2.enfants"
    assert (constat.valeur, constat.reference) == ("60", "61")
    assert constat.message == (
        "Antenne d’Ugine – Total des tranches d’âge\u00a0: 60\u00a0; enfants, en tout\u00a0: 61. "
        "Vérifiez\u00a0: ces deux nombres sont égaux, chaque enfant ayant un âge et un seul."
    )


def test_waits_for_every_figure():
    for valeur in ("", "abc"):
        assert de("C09", contexte_er(REELLE, donnees={"lieux.l1.enfants_0_2": valeur})) == []


def test_figures_that_the_nature_does_not_ask_for_are_ignored():
    donnees = {
        "lieux.l1.rencontres_realisees": "9",
        "lieux.l1.rencontres_programmees": "1",
    }
    assert de("C09", contexte_er(donnees=donnees)) == []


def test_empty_declaration():
    assert de("C09", contexte_vide(nature=REELLE)) == []


@pytest.mark.parametrize(("garcons", "fires"), [("4", False), ("5", True)])
def test_clas_girls_and_boys_make_the_collectif(garcons, fires):
    clas = contexte_vide(
        "clas",
        REELLE,
        lignes=(LigneGrille("c1", "Collège"),),
        donnees={
            "collectifs.c1.enfants": "10",
            "collectifs.c1.filles": "6",
            "collectifs.c1.garcons": garcons,
        },
    )
    assert cles("C09", clas) == (["C09:collectifs.c1.enfants"] if fires else [])


def test_cct_has_no_such_rule():
    assert de("C09", contexte_vide("cct", REELLE, lignes=(LigneGrille("p1", "Poste"),))) == []
