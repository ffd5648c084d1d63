"""A definition to try operations on, and what refuses them."""

import pytest

from bilans.edition.regles.arbre import place_de
from bilans.edition.regles.atelier import Atelier
from bilans.edition.regles.operations import Operation
from bilans.edition.regles.refus import OperationImpossible
from bilans.regles.questionnaire import Questionnaire
from tests.bilans.edition.essai import essai

ATELIER = Atelier()


def codes(questionnaire: Questionnaire, groupe: str = "") -> list[str]:
    ici = place_de(questionnaire, groupe).element.elements if groupe else questionnaire.sections
    return [element.code for element in ici]


def refus(operation: Operation, atelier: Atelier = ATELIER) -> OperationImpossible:
    with pytest.raises(OperationImpossible) as refusee:
        atelier.appliquer(essai(), operation)
    return refusee.value
