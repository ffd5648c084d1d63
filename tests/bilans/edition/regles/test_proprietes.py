"""Any sequence of operations: what it gives reads back the same, and breaks no condition."""

from hypothesis import given
from hypothesis import strategies as st

from bilans.definitions import ecrire, lire_brouillon
from bilans.edition.regles.atelier import CITENT, INACHEVEES, Atelier
from bilans.edition.regles.operations import (
    Ajouter,
    Dupliquer,
    Intituler,
    Modifier,
    Operation,
    Renommer,
    Supprimer,
)
from bilans.edition.regles.rangement import Decaler, Degrouper, Grouper, Ranger
from bilans.edition.regles.refus import OperationImpossible
from bilans.edition.regles.types import question_vierge
from bilans.regles.questionnaire import TYPES, Groupe, Questionnaire
from bilans.regles.verification import verifier
from bilans.regles.versions import types_changes
from tests.bilans.strategies import PROPRIETE, TEXTES, questionnaires


@st.composite
def operations(draw: st.DrawFn, questionnaire: Questionnaire, rang: int) -> Operation:
    """Any operation on codes that stand there, or not."""
    codes = [*(p.element.code for p in questionnaire.places), "absente"]
    code, autre = draw(st.sampled_from(codes)), draw(st.sampled_from([*codes, ""]))
    neuf = f"n{rang}"
    question = question_vierge(neuf, draw(TEXTES), draw(st.sampled_from(sorted(TYPES))))
    return draw(
        st.sampled_from(
            [
                Ajouter(question, autre, code),
                Ajouter(Groupe(neuf, "Groupe"), autre),
                Modifier(code, {"aide": "Une aide"}),
                Modifier(code, {"type": draw(st.sampled_from(sorted(TYPES)))}),
                Modifier(code, {"condition": None}),
                Renommer(code, neuf),
                Decaler(code, draw(st.sampled_from([-1, 1]))),
                Ranger(code, autre, draw(st.sampled_from(codes))),
                Dupliquer(code),
                Supprimer(code),
                Grouper(
                    tuple(draw(st.lists(st.sampled_from(codes), max_size=3))), Groupe(neuf, "")
                ),
                Degrouper(code),
                Intituler(draw(TEXTES)),
            ]
        )
    )


@PROPRIETE
@given(questionnaires(), st.data())
def test_une_suite_d_operations_se_relit_et_ne_brise_rien(
    depart: Questionnaire, data: st.DataObject
) -> None:
    atelier, actuel = Atelier(publiees=(depart,)), depart
    for rang in range(6):
        operation = data.draw(operations(actuel, rang))
        try:
            actuel = atelier.appliquer(actuel, operation)
        except OperationImpossible:
            continue
        assert lire_brouillon(ecrire(actuel)) == actuel
        anomalies = verifier(actuel)
        assert {a.genre for a in anomalies} <= INACHEVEES
        assert not [a for a in anomalies if a.propriete in CITENT]
        assert types_changes((depart,), actuel) == ()


@PROPRIETE
@given(questionnaires(), st.data())
def test_monter_puis_descendre_ne_change_rien(depart: Questionnaire, data: st.DataObject) -> None:
    code = data.draw(st.sampled_from([p.element.code for p in depart.places]))
    try:
        monte = Atelier().appliquer(depart, Decaler(code, -1))
    except OperationImpossible:
        return

    assert monte != depart
    assert Atelier().appliquer(monte, Decaler(code, 1)) == depart
