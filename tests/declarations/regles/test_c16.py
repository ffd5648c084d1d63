"""C16 – lieux opened or closed without their dates."""

from dataclasses import replace
from datetime import date

from declarations.regles.controles.contexte import A_JUSTIFIER
from declarations.regles.grille import LigneGrille
from tests.declarations.regles.fabrique import (
    CHAMBERY,
    HEURES,
    LIEUX,
    UGINE,
    cles,
    contexte_er,
    contexte_vide,
    de,
    reference_er,
)

NULLES = {f"lieux.l2.{code}": "0" for code in HEURES}


def test_the_same_lieux_say_nothing():
    assert de("C16", contexte_er(exercice_precedent=reference_er())) == []


def test_a_lieu_that_appears_without_its_date():
    avant = reference_er(lignes=(CHAMBERY,))
    (constat,) = de("C16", contexte_er(exercice_precedent=avant))
    assert constat.niveau == A_JUSTIFIER
    assert constat.volet == "activite"
    assert constat.cle == "C16:lieux.l2.ouverture"
    assert constat.chemins[0] == "lieux.l2.heures_rencontres"
    assert (constat.valeur, constat.reference) == ("Présent", "Absent")
    assert "Antenne d’Ugine" in constat.message
    assert "Réelle 2024" in constat.message


def test_a_lieu_that_appears_with_its_date():
    ouvert = replace(UGINE, ouvert_le=date(2025, 1, 1))
    contexte = contexte_er(
        lignes=(CHAMBERY, ouvert), exercice_precedent=reference_er(lignes=(CHAMBERY,))
    )
    assert de("C16", contexte) == []


def test_a_lieu_that_disappears_without_its_date():
    (constat,) = de("C16", contexte_er(lignes=(CHAMBERY,), exercice_precedent=reference_er()))
    assert constat.cle == "C16:lieux.l2.fermeture"
    assert constat.chemins == ()
    assert (constat.valeur, constat.reference) == ("Absent", "Présent")


def test_a_lieu_that_disappears_with_its_date():
    ferme = replace(UGINE, ferme_le=date(2024, 12, 31))
    avant = reference_er(lignes=(CHAMBERY, ferme))
    assert de("C16", contexte_er(lignes=(CHAMBERY,), exercice_precedent=avant)) == []


def test_a_lieu_without_any_hour_left():
    (constat,) = de("C16", contexte_er(donnees=NULLES, exercice_precedent=reference_er()))
    assert constat.cle == "C16:lieux.l2.fermeture"
    assert constat.chemins == tuple(NULLES)
    assert (constat.valeur, constat.reference) == ("0\u00a0h", "750\u00a0h")


def test_a_single_quarter_of_an_hour_is_enough():
    presque = NULLES | {"lieux.l2.heures_entretiens": "0.25"}
    assert de("C16", contexte_er(donnees=presque, exercice_precedent=reference_er())) == []


def test_a_lieu_without_any_hour_left_but_a_date():
    ferme = replace(UGINE, ferme_le=date(2025, 3, 31))
    contexte = contexte_er(
        lignes=(CHAMBERY, ferme), donnees=NULLES, exercice_precedent=reference_er()
    )
    assert de("C16", contexte) == []


def test_a_lieu_that_had_no_hour_before_either():
    avant = reference_er(donnees=NULLES)
    assert de("C16", contexte_er(donnees=NULLES, exercice_precedent=avant)) == []


def test_hours_not_typed_yet_are_not_zero():
    partiel = {"lieux.l2.heures_rencontres": ""} | {
        chemin: "0" for chemin in NULLES if not chemin.endswith("rencontres")
    }
    assert de("C16", contexte_er(donnees=partiel, exercice_precedent=reference_er())) == []


def test_empty_declaration_and_no_reference():
    assert de("C16", contexte_vide(exercice_precedent=reference_er())) == []
    assert de("C16", contexte_er()) == []
    assert de("C16", contexte_er(exercice_precedent=reference_er(lignes=()))) == []


def test_lieux_only():
    collectifs = (LigneGrille("c1", "Collège"),)
    avant = reference_er(lignes=LIEUX)
    assert cles("C16", contexte_vide("clas", lignes=collectifs, exercice_precedent=avant)) == []
