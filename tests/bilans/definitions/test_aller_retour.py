"""What is read is written again without losing anything."""

from hypothesis import given

from bilans.definitions import ecrire, lire
from bilans.regles.questionnaire import Questionnaire
from bilans.regles.verification import verifier
from tests.bilans.strategies import PROPRIETE, questionnaires


@PROPRIETE
@given(questionnaires())
def test_ce_qui_est_tire_au_sort_tient(questionnaire: Questionnaire) -> None:
    assert verifier(questionnaire) == []


@PROPRIETE
@given(questionnaires())
def test_l_aller_et_retour_ne_perd_rien(questionnaire: Questionnaire) -> None:
    ecrit = ecrire(questionnaire)

    assert lire(ecrit) == questionnaire
    assert ecrire(lire(ecrit)) == ecrit
