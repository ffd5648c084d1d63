"""Elements that nobody will ever be shown."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilans.edition.regles.arbre import place_de, remplacer
from bilans.edition.regles.atteinte import inatteignables
from bilans.questionnaires import livres
from bilans.regles.etat import Faits, evaluer
from bilans.regles.questionnaire import Questionnaire
from portal.saisie.regles.conditions_ecrites import lire_condition
from tests.bilans.edition.essai import essai
from tests.bilans.strategies import PROPRIETE, questionnaires, reponses_et_faits

IMPOSSIBLES = [
    {"toutes": [{"question": "bonus", "egal": "oui"}, {"question": "bonus", "egal": "non"}]},
    {"toutes": [{"question": "combien", "au_moins": 3}, {"question": "combien", "inferieur": 3}]},
    # A whole number between two that touch.
    {"toutes": [{"question": "combien", "superieur": 3}, {"question": "combien", "inferieur": 4}]},
    # « actions » is asked only when « bonus » is « oui ».
    {
        "toutes": [
            {"question": "actions", "contient": "cafe"},
            {"question": "bonus", "egal": "non"},
        ]
    },
    {"toutes": [{"fait": "bonus_enfants", "egal": "oui"}, {"fait": "bonus_enfants", "vide": True}]},
]
POSSIBLES = [
    {"toutes": [{"question": "combien", "superieur": 3}, {"question": "combien", "inferieur": 5}]},
    {
        "toutes": [
            {"question": "actions", "contient": "cafe"},
            {"question": "actions", "contient": "atelier"},
            {"non": {"question": "actions", "contient": "aucune"}},
        ]
    },
    {"une": [{"question": "bonus", "egal": "oui"}, {"question": "bonus", "vide": True}]},
    {"question": "combien", "egal": {"question": "combien"}},
]


def avec(condition: dict[str, object], code: str = "pourquoi") -> Questionnaire:
    questionnaire = essai()
    place = place_de(questionnaire, code)
    return remplacer(
        questionnaire, place.rang, replace(place.element, condition=lire_condition(condition))
    )


@pytest.mark.parametrize("condition", IMPOSSIBLES)
def test_une_condition_qui_ne_tient_jamais_est_trouvee(condition: dict[str, object]) -> None:
    assert [p.element.code for p in inatteignables(avec(condition))] == ["pourquoi"]


@pytest.mark.parametrize("condition", POSSIBLES)
def test_une_condition_qui_peut_tenir_ne_l_est_pas(condition: dict[str, object]) -> None:
    assert inatteignables(avec(condition)) == ()


def test_ce_que_demande_le_groupe_compte_aussi_et_il_est_dit_une_fois() -> None:
    contraire = avec({"question": "bonus", "egal": "non"}, "detail")
    assert [p.element.code for p in inatteignables(contraire)] == ["detail"]
    impossible = avec(IMPOSSIBLES[0], "groupes")
    assert [p.element.code for p in inatteignables(impossible)] == ["groupes"]


@pytest.mark.parametrize("questionnaire", livres().values(), ids=lambda q: q.reference)
def test_tout_peut_etre_montre_dans_ce_qui_est_livre(questionnaire: Questionnaire) -> None:
    assert inatteignables(questionnaire) == ()


@PROPRIETE
@given(questionnaires(), st.lists(reponses_et_faits(), min_size=1, max_size=5))
def test_ce_qui_est_dit_impossible_n_est_jamais_montre(
    questionnaire: Questionnaire, saisies: list[tuple[dict[str, str | list[str]], Faits]]
) -> None:
    perdus = {p.element.code for p in inatteignables(questionnaire)}
    for reponses, faits in saisies:
        visibles = evaluer(questionnaire, reponses, faits).visibles
        montres = {code for chemin in visibles for code in chemin.split(".")}
        assert not perdus & montres
