"""Percentages of the self-assessment: the worked case of the domain, and what always holds."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilans.questionnaires import questionnaire_par_reference
from bilans.regles.etat import Faits, evaluer
from bilans.regles.notation import Notation, Note, compter, noter
from bilans.regles.questionnaire import (
    SCORE,
    Colonne,
    Groupe,
    Question,
    Questionnaire,
    Repetition,
)
from portal.saisie.regles.conditions import Comparaison, Fait
from portal.saisie.regles.structure import Ligne

SCORES = st.lists(st.sampled_from(["NC", "0", "1", "2", "3", ""]), max_size=20)
GRILLE = questionnaire_par_reference("autoevaluation_cct-1")


@pytest.mark.parametrize(
    ("scores", "attendu"),
    [
        # S, DOMAINE §5.
        ("3 2 NC 1 0 3", "60"),
        ("3 3 3", "100"),
        ("0 0", "0"),
        ("1", "33.3"),
        ("2", "66.7"),
        ("NC 2", "66.7"),
        # 1 / 48 is 2.0833…, 3 / 48 is exactly 6.25: half goes up.
        ("1" + " 0" * 15, "2.1"),
        ("3" + " 0" * 15, "6.3"),
    ],
)
def test_un_pourcentage_est_celui_du_domaine(scores: str, attendu: str) -> None:
    assert compter(scores.split()).pourcentage == Decimal(attendu)


@pytest.mark.parametrize(
    ("scores", "non_concernee"),
    [(["NC", "NC"], True), ([], False), (["NC", ""], False), ([""], False), (["NC", "0"], False)],
)
def test_une_rubrique_sans_score_n_a_pas_de_pourcentage(
    scores: list[str], non_concernee: bool
) -> None:
    note = compter(scores)

    assert (note.pourcentage is None) == ("0" not in scores)
    assert note.est_non_concernee == non_concernee


@given(SCORES)
def test_le_pourcentage_est_le_quotient_exact_arrondi_une_fois(scores: list[str]) -> None:
    notes = [int(score) for score in scores if score.isdigit()]
    calcule = compter(scores).pourcentage

    if not notes:
        assert calcule is None
        return
    assert calcule is not None
    assert 0 <= calcule <= 100
    exact = Fraction(100 * sum(notes), 3 * len(notes))
    # Half-up: never more than half a tenth away, and up when exactly half.
    assert Fraction(-1, 20) < Fraction(calcule) - exact <= Fraction(1, 20)


@given(SCORES, st.lists(st.sampled_from(["NC", ""]), max_size=5), st.randoms())
def test_nc_et_l_ordre_ne_changent_rien(scores: list[str], neutres: list[str], hasard) -> None:
    melanges = scores + neutres
    hasard.shuffle(melanges)

    assert compter(melanges).pourcentage == compter(scores).pourcentage


@given(SCORES)
def test_chaque_activite_est_comptee_une_fois(scores: list[str]) -> None:
    note = compter(scores)

    assert note.notees + note.neutres + note.en_attente == len(scores)


@given(SCORES, st.integers(0, 2))
def test_un_meilleur_score_ne_baisse_jamais_le_pourcentage(scores: list[str], score: int) -> None:
    avant = compter([*scores, str(score)]).pourcentage
    apres = compter([*scores, str(score + 1)]).pourcentage

    assert avant is not None
    assert apres is not None
    assert apres >= avant


def test_ce_qui_n_est_pas_un_score_n_en_est_pas_un() -> None:
    assert compter(["4", "-1", "ne_sait_pas", "3"]) == Note(points=3, notees=1, en_attente=3)


def test_la_grille_livree_a_quatre_rubriques_et_trois_politiques() -> None:
    notation = noter(GRILLE, evaluer(GRILLE, {}, Faits()))

    assert [code for code, _ in notation.politiques] == ["famille", "education", "social"]
    assert [r.code for r in notation.rubriques] == [f"mission_{n}" for n in (1, 2, 3, 4)]
    assert {code: note.en_attente for code, note in notation.rubriques[0].notes.items()} == {
        "famille": 14,
        "education": 14,
        "social": 14,
    }
    assert notation.serie("famille") == (None, None, None, None)


def test_chaque_politique_a_le_pourcentage_de_ses_seuls_scores() -> None:
    activites = [q.code for q in GRILLE.questions if q.type == SCORE and q.code.startswith("m2_")]
    reponses = dict.fromkeys((f"{code}.famille" for code in activites), "3")
    reponses |= dict.fromkeys((f"{code}.social" for code in activites), "NC")
    reponses[f"{activites[0]}.education"] = "1"

    notation = noter(GRILLE, evaluer(GRILLE, reponses, Faits()))

    assert notation.serie("famille") == (None, Decimal(100), None, None)
    assert notation.serie("education") == (None, Decimal("33.3"), None, None)
    assert notation.serie("social") == (None, None, None, None)
    assert notation.rubriques[1].notes["social"].est_non_concernee


def essai(**autour: object) -> Questionnaire:
    """Two sections: one asks a text, the other, under what is around it, two scores."""
    colonnes = (Colonne("famille", "Famille"), Colonne("social", "Social"))
    rubrique = Groupe("r", "Rubrique", (Question("a", "A", SCORE, colonnes=colonnes),), **autour)  # type: ignore[arg-type]
    return Questionnaire(
        "essai", "1", "Essai", (Groupe("s", "S", (Question("t", "T", "texte"),)), rubrique)
    )


def pourcentages(questionnaire: Questionnaire, reponses: dict[str, str], faits: Faits) -> Notation:
    return noter(questionnaire, evaluer(questionnaire, reponses, faits))


def test_un_score_cache_ne_compte_pas() -> None:
    questionnaire = essai(condition=Comparaison(Fait("bonus_parents"), "egal", "oui"))
    reponses = {"a.famille": "3", "a.social": "1"}

    montre = pourcentages(questionnaire, reponses, Faits({"bonus_parents": "oui"}))
    cache = pourcentages(questionnaire, reponses, Faits({"bonus_parents": "non"}))

    assert montre.serie("famille") == (Decimal(100),)
    assert cache.serie("famille") == (None,)
    assert cache.rubriques[0].notes["famille"] == Note()


def test_une_rubrique_repetee_compte_toutes_ses_lignes() -> None:
    questionnaire = essai(repetition=Repetition("postes"))
    lignes = [Ligne("p1", "Un"), Ligne("p2", "Deux")]
    reponses = {"r.p1.a.famille": "3", "r.p2.a.famille": "0", "r.p9.a.famille": "3"}

    notation = pourcentages(questionnaire, reponses, Faits(lignes={"postes": lignes}))

    assert notation.rubriques[0].notes["famille"] == Note(points=3, notees=2)
    assert notation.serie("famille") == (Decimal(50),)
