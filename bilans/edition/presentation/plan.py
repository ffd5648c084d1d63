"""The outline of a version: its sections and all they hold, each with what one may do to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bilans.edition.presentation.points import PointDit
from bilans.edition.regles.arbre import dedans, libelle_de
from bilans.presentation.conditions import afficher_si
from bilans.presentation.questions import attendu, portee
from bilans.regles.questionnaire import Element, Groupe, Question, Questionnaire, Rang
from portal.socle.francais import compter

# Beyond, one section at a time: the page stays short, and each act quick.
ELEMENTS_MAX = 45


@dataclass(frozen=True)
class LignePlan:
    """An element of the outline. ``details`` are short sentences; ``points`` what is to mend."""

    code: str
    libelle: str
    details: tuple[str, ...]
    est_groupe: bool
    premiere: bool
    derniere: bool
    points: tuple[str, ...]
    lignes: "tuple[LignePlan, ...]" = ()
    depliee: bool = True
    combien: str = ""


@dataclass(frozen=True)
class Plan:
    """``section`` is the code of the only one that is unfolded, "" when all are."""

    lignes: tuple[LignePlan, ...]
    section: str = ""


def plan_de(
    questionnaire: Questionnaire,
    points: Iterable[PointDit] = (),
    section: str = "",
    ici: str = "",
    composee: Questionnaire | None = None,
) -> Plan:
    """The outline; ``section`` asks for one, ``ici`` is the code that was just acted on.

    ``composee`` is the whole that conditions look at, when it is more than what is outlined.
    """
    par_code: dict[str, list[str]] = {}
    for point in points:
        par_code.setdefault(point.code, []).append(point.message)
    if len(questionnaire.places) <= ELEMENTS_MAX:
        section = ""
    else:
        section = _section(questionnaire, ici) or _section(questionnaire, section)
        section = section or questionnaire.sections[0].code
    lignes = _lignes(composee or questionnaire, questionnaire.sections, (), par_code, section)
    return Plan(lignes, section)


def _section(questionnaire: Questionnaire, code: str) -> str:
    """The section that an element stands in; "" when it is not there."""
    place = questionnaire.par_code.get(code)
    return questionnaire.sections[place.rang[0]].code if place else ""


def _lignes(
    questionnaire: Questionnaire,
    elements: Sequence[Element],
    rang: Rang,
    points: Mapping[str, list[str]],
    section: str,
) -> tuple[LignePlan, ...]:
    lignes = []
    for numero, element in enumerate(elements):
        depliee = not section or bool(rang) or element.code == section
        enfants = element.elements if isinstance(element, Groupe) and depliee else ()
        siens = points.get(element.code, [])
        if not depliee:
            siens = [m for e in dedans(element) for m in points.get(e.code, [])]
        lignes.append(
            LignePlan(
                code=element.code,
                libelle=libelle_de(element),
                details=tuple(_details(questionnaire, element)),
                est_groupe=isinstance(element, Groupe),
                premiere=numero == 0,
                derniere=numero == len(elements) - 1,
                points=tuple(siens),
                lignes=_lignes(questionnaire, enfants, (*rang, numero), points, section),
                depliee=depliee,
                combien=_combien(element),
            )
        )
    return tuple(lignes)


def _details(questionnaire: Questionnaire, element: Element) -> list[str]:
    """What is expected, when it is asked: « Oui ou non, facultative », « Afficher si … »."""
    details = []
    if isinstance(element, Question):
        facultative = element.demande and not element.obligatoire
        details.append(attendu(element) + (", facultative" if facultative else ""))
        if element.partage:
            details.append("Chiffre partagé avec la déclaration")
    elif element.repetition is not None:
        details.append(portee(questionnaire, element))
    if element.condition is not None:
        details.append(afficher_si(questionnaire, element.condition))
    return details


def _combien(element: Element) -> str:
    if not isinstance(element, Groupe):
        return ""
    questions = sum(isinstance(e, Question) and e.demande for e in dedans(element))
    return compter(questions, "question") if questions else "aucune question"
