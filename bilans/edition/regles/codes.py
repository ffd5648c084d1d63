"""Codes: derived from labels, never taken twice, and where they are cited, changed everywhere.

Those of the sections that a Caf adds begin with its prefix, which no national code may begin with:
composed, both never meet.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from bilans.edition.regles.arbre import dedans
from bilans.regles.questionnaire import Element, Groupe, Questionnaire, Repetition
from portal.saisie.regles.conditions import (
    Comparaison,
    Condition,
    Contient,
    EstVide,
    Non,
    Rangee,
    Reponse,
    Source,
    Toutes,
    Une,
)

LONGUEUR = 40
RESERVE = re.compile(r"caf[0-9][0-9a-z]*_", re.IGNORECASE)
_AUTRES = re.compile(r"[^a-z0-9]+")
# An identifier says what is asked: articles and prepositions of the label say nothing there.
_VIDES = frozenset(
    re.split(
        " ",
        "a au aux avec ce ces cet cette d dans de des du elle en est et il ils l la le les leur "
        "leurs n nous on ou par pas pour qu que quel quelle quelles quels qui s sa se ses son sont "
        "sur t un une vos votre vous y",
    )
)

E = TypeVar("E", bound=Element)
Table = Mapping[str, str]


def prefixe_de(code_caf: str) -> str:
    """How codes begin in what a Caf adds: « caf73_ »."""
    return f"caf{code_caf.lower()}_"


def code_libre(texte: str, pris: Collection[str], prefixe: str = "") -> str:
    """A code for what is called so: « Nombre d’enfants » gives « nombre_enfants ».

    ``pris`` are the codes that stand already, whatever their letters.
    """
    plat = unicodedata.normalize("NFD", texte.replace("œ", "oe").casefold())
    plat = "".join(lettre for lettre in plat if not unicodedata.combining(lettre))
    mots = [mot for mot in _AUTRES.split(plat) if mot]
    base = "_".join([mot for mot in mots if mot not in _VIDES] or mots) or "element"
    if base[0].isdigit():
        base = f"n{base}"
    base = base if base.startswith(prefixe) else prefixe + base
    return sans_doublon(base[:LONGUEUR].rstrip("_"), pris)


def sans_doublon(code: str, pris: Collection[str]) -> str:
    """The code itself, or « …_2 », « …_3 » when it is taken."""
    replies = {p.casefold() for p in pris}
    racine, rang = re.sub(r"_\d+$", "", code) or code, 2
    while code.casefold() in replies:
        code, rang = f"{racine[:60]}_{rang}", rang + 1
    return code


def copie_de(element: E, pris: Collection[str]) -> E:
    """The same element under other codes; what it cites of itself is that of the copy."""
    table: dict[str, str] = {}
    for ancien in dedans(element):
        table[ancien.code] = sans_doublon(ancien.code, {*pris, *table.values()})
    return renommer(element, table)


def renommer_partout(questionnaire: Questionnaire, table: Table) -> Questionnaire:
    """The same with other codes, in conditions too."""
    return replace(
        questionnaire,
        sections=tuple(renommer(section, table) for section in questionnaire.sections),
    )


def renommer(element: E, table: Table) -> E:
    """An element with all that stands in it, under other codes, in conditions too."""
    condition = _dans_condition(element.condition, table)
    code = table.get(element.code, element.code)
    if isinstance(element, Groupe):
        return replace(
            element,
            code=code,
            condition=condition,
            elements=tuple(renommer(e, table) for e in element.elements),
            repetition=_dans_repetition(element.repetition, table),
        )
    contrainte = _dans_condition(element.contrainte, table)
    return replace(element, code=code, condition=condition, contrainte=contrainte)


def _dans_repetition(repetition: Repetition | None, table: Table) -> Repetition | None:
    if repetition is None or not isinstance(repetition.nombre, str):
        return repetition
    return replace(repetition, nombre=_code(repetition.nombre, table))


def _code(code: str, table: Table) -> str:
    """That of a question, or of a cell of it: « bilan.famille »."""
    premier, point, suite = code.partition(".")
    return table.get(premier, premier) + point + suite


def _dans_condition(condition: Condition | None, table: Table) -> Condition | None:
    return None if condition is None else _renommee(condition, table)


def _renommee(condition: Condition, table: Table) -> Condition:
    match condition:
        case Toutes(conditions):
            return Toutes(tuple(_renommee(c, table) for c in conditions))
        case Une(conditions):
            return Une(tuple(_renommee(c, table) for c in conditions))
        case Non(niee):
            return Non(_renommee(niee, table))
        case EstVide(source):
            return EstVide(_source(source, table))
        case Contient(source, valeur):
            return Contient(_source(source, table), valeur)
        case Comparaison(source, operateur, valeur):
            droite = valeur if isinstance(valeur, str | Decimal) else _source(valeur, table)
            return Comparaison(_source(source, table), operateur, droite)


def _source(source: Source, table: Table) -> Source:
    match source:
        case Reponse(code):
            return Reponse(_code(code, table))
        case Rangee(repetition):
            return Rangee(table.get(repetition, repetition))
    return source
