"""What is lost past the deadline of a bilan, said while it may still be sent."""

import pytest

from bilans.questionnaires import livres
from bilans.regles.consequences import SANS_BILAN, SANS_REPONSE, consequence
from bilans.regles.etats import AVANT_ENVOI, Etat


@pytest.mark.parametrize("etat", Etat)
def test_seulement_de_ce_qui_n_est_pas_transmis(etat: Etat) -> None:
    attendu = SANS_BILAN if etat in AVANT_ENVOI else ""
    assert consequence("bilan_clas", "clas", etat) == attendu


@pytest.mark.parametrize(
    ("questionnaire", "dispositif", "dit"),
    [
        ("bilan_clas", "clas", "rien ne peut être versé"),
        ("recensement_cct", "cct", "les postes ne sont plus financés"),
        ("bilan_cct", "cct", ""),
        ("autoevaluation_cct", "cct", ""),
    ],
)
def test_selon_le_bilan(questionnaire: str, dispositif: str, dit: str) -> None:
    phrase = consequence(questionnaire, dispositif, Etat.EN_COURS)
    assert dit in phrase
    assert bool(phrase) == bool(dit)


def test_les_questionnaires_nommes_existent() -> None:
    """A code written wrongly would say nothing, to nobody."""
    assert set(SANS_REPONSE) <= {questionnaire.code for questionnaire in livres().values()}
