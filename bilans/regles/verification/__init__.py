"""Whether a questionnaire stands: all that is wrong with its definition, in reading order.

The same answer serves our own files, those imported and the editor; each puts it in its own terms.
"""

from collections.abc import Iterator

from bilans.regles.ordre import cercles, codes_vus
from bilans.regles.questionnaire import Groupe, Question, Questionnaire
from bilans.regles.verification.anomalies import Anomalie, Genre
from bilans.regles.verification.conditions import Lieu, anomalies_de_condition
from bilans.regles.verification.elements import anomalies_de_groupe, anomalies_de_question

__all__ = ["Anomalie", "Genre", "verifier"]


def verifier(
    questionnaire: Questionnaire, inutilisables: frozenset[str] = frozenset()
) -> list[Anomalie]:
    """Return every mistake of a definition, element by element in reading order.

    ``inutilisables`` are codes that exist in what was imported, and that were refused already:
    nothing more is said of those who look at them.
    """
    par_place = {
        place.rang: list(_propres(Lieu(questionnaire, place, inutilisables)))
        for place in questionnaire.places
    }
    for anomalie in (*_codes(questionnaire), *_cercles(questionnaire)):
        par_place[anomalie.rang].append(anomalie)
    return [
        anomalie
        for anomalies in par_place.values()
        for anomalie in anomalies
        if not (anomalie.propriete == "nombre" and anomalie.sujet in inutilisables)
    ]


def _propres(lieu: Lieu) -> Iterator[Anomalie]:
    """Mistakes of one element, but those that take several to be seen."""
    element = lieu.place.element
    if isinstance(element, Groupe):
        yield from anomalies_de_groupe(lieu.questionnaire, lieu.place, element)
    else:
        yield from anomalies_de_question(lieu.place, element)
    if element.condition is not None:
        yield from anomalies_de_condition(lieu, "condition", element.condition)
    if isinstance(element, Question) and element.contrainte is not None:
        yield from anomalies_de_condition(lieu, "contrainte", element.contrainte)


def _codes(questionnaire: Questionnaire) -> Iterator[Anomalie]:
    """A code stands once, whatever its letters: exports and columns would mix them up."""
    deja: set[str] = set()
    for place in questionnaire.places:
        code = place.element.code.casefold()
        if code and code in deja:
            yield Anomalie(place.rang, "code", Genre.CODE_EN_DOUBLE, place.element.code)
        deja.add(code)


def _cercles(questionnaire: Questionnaire) -> Iterator[Anomalie]:
    """Elements shown only if they are shown: said at the first of them."""
    for ensemble in cercles(questionnaire):
        premier = ensemble[0]
        codes = {place.element.code for place in ensemble}
        propriete = "condition" if codes & set(codes_vus(premier)) else "nombre"
        yield Anomalie(premier.rang, propriete, Genre.CERCLE, premier.element.code)
