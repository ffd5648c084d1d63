"""Questions at their places, whose cells are answers: what people read, edit and complete."""

from collections.abc import Iterable, Sequence

from bilans.regles.questionnaire import Question, Questionnaire
from portal.saisie.regles.structure import Emplacement, Ligne

Place = Emplacement[Question, Ligne]


def question_de(questionnaire: Questionnaire, place: Place) -> Question:
    """Return the question that a place answers: its own, or the one whose cell it is."""
    rang = questionnaire.par_code[place.champ.code].rang
    question = questionnaire.par_rang[rang].element
    if not isinstance(question, Question):
        raise TypeError(f"{place.chemin} n’est pas une question")
    return question


def chemin_de_question(questionnaire: Questionnaire, place: Place) -> str:
    """Return the path of that question on the same rows: « themes.handicap.missions »."""
    prefixe = place.chemin.removesuffix(place.champ.code)
    return prefixe + question_de(questionnaire, place).code


def par_question(
    questionnaire: Questionnaire, places: Iterable[Place]
) -> dict[str, tuple[Place, ...]]:
    """Return the cells of each question by its path, in reading order."""
    cases: dict[str, list[Place]] = {}
    for place in places:
        cases.setdefault(chemin_de_question(questionnaire, place), []).append(place)
    return {chemin: tuple(siennes) for chemin, siennes in cases.items()}


def libelle_complet(questionnaire: Questionnaire, cases: Sequence[Place]) -> str:
    """« Temps de travail – Handicap »: a question with the rows that it stands on."""
    question = question_de(questionnaire, cases[0])
    return " – ".join((question.libelle, *(ligne.libelle for ligne in cases[0].lignes)))
