"""From one version of a questionnaire to the next: what changes, what may not, what remains.

Versions are compared by code. A code renamed is one removed and one added: nothing tells that they
are the same question, and answers stay under the code they were given to.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from enum import StrEnum

from bilans.regles.questionnaire import Element, Question, Questionnaire
from bilans.regles.verification.anomalies import Anomalie, Genre


class Nature(StrEnum):
    """What may happen to an element."""

    AJOUT = "ajout"
    RETRAIT = "retrait"
    DEPLACEMENT = "deplacement"
    MODIFICATION = "modification"


@dataclass(frozen=True)
class Changement:
    """One thing that changes; ``avant`` and ``apres`` are the elements, None where there is none.

    ``proprietes`` are the attributes that are modified: « libelle », « choix », « condition ».
    """

    nature: Nature
    code: str
    avant: Element | None
    apres: Element | None
    proprietes: tuple[str, ...] = ()


def comparer(avant: Questionnaire, apres: Questionnaire) -> tuple[Changement, ...]:
    """Return what changes, in the order of the new version; what is removed comes last."""
    anciens = {place.element.code: place.element for place in avant.places}
    nouveaux = {place.element.code: place.element for place in apres.places}
    deplaces = _deplaces(avant, apres)
    changements: list[Changement] = []
    for code, element in nouveaux.items():
        ancien = anciens.get(code)
        if ancien is None:
            changements.append(Changement(Nature.AJOUT, code, None, element))
            continue
        if code in deplaces:
            changements.append(Changement(Nature.DEPLACEMENT, code, ancien, element))
        if proprietes := tuple(_proprietes(ancien, element)):
            nature = Nature.MODIFICATION
            changements.append(Changement(nature, code, ancien, element, proprietes))
    retires = [code for code in anciens if code not in nouveaux]
    return (
        *changements,
        *(Changement(Nature.RETRAIT, code, anciens[code], None) for code in retires),
    )


def types_changes(
    publiees: Sequence[Questionnaire], brouillon: Questionnaire
) -> tuple[Anomalie, ...]:
    """Return the questions of a draft whose code was published with another type.

    Answers of several versions stand in one column: they are compared, counted, exported together.
    """
    types = {
        case.code: case.type
        for version in publiees
        for question in version.questions
        for case in question.cases
    }
    return tuple(
        Anomalie(place.rang, "type", Genre.TYPE_PUBLIE, types[case.code])
        for place in brouillon.places
        if isinstance(place.element, Question)
        for case in place.element.cases
        if types.get(case.code, case.type) != case.type
    )


def _proprietes(avant: Element, apres: Element) -> Iterator[str]:
    """Attributes that differ; what a group holds is told of what it holds."""
    if type(avant) is not type(apres):
        yield "type"
        return
    for champ in fields(avant):
        nom = champ.name
        if nom != "elements" and getattr(avant, nom) != getattr(apres, nom):
            yield nom


def _deplaces(avant: Questionnaire, apres: Questionnaire) -> set[str]:
    """Codes of both versions that are in another group, or no more in the same order."""
    lieux = [
        {place.element.code: place.dans[-1].code if place.dans else "" for place in version.places}
        for version in (avant, apres)
    ]
    communs = lieux[0].keys() & lieux[1].keys()
    ailleurs = {code for code in communs if lieux[0][code] != lieux[1][code]}
    ordres = [[code for code in lieu if code in communs - ailleurs] for lieu in lieux]
    blocs = SequenceMatcher(None, ordres[0], ordres[1], autojunk=False).get_matching_blocks()
    gardes = {code for bloc in blocs for code in ordres[0][bloc.a : bloc.a + bloc.size]}
    return ailleurs | (communs - ailleurs - gardes)
