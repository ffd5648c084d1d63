"""Conditions as data: when something is asked, when an answer may stand.

A condition is a tree: comparisons, « contains » and « is empty » at its leaves, « and », « or » and
« not » above. What a leaf looks at is a ``Source``: the answer to a question, a fact known beside
the answers (themes of the CTG, bonuses, role), the row one stands on, or the very answer that a
constraint judges. ``est_vraie`` is the only evaluator: the server, the page, the exports ask it.

It never fails: what is kept may be old or forged, and what cannot be compared is not equal, not
greater, not smaller.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from portal.saisie.regles.valeurs import Valeur, est_rempli, lire

EGAL = "egal"
DIFFERENT = "different"
INFERIEUR = "inferieur"
AU_PLUS = "au_plus"
SUPERIEUR = "superieur"
AU_MOINS = "au_moins"
OPERATEURS = (EGAL, DIFFERENT, INFERIEUR, AU_PLUS, SUPERIEUR, AU_MOINS)
# What a comparison says once its two sides are exchanged.
RETOURNES = {INFERIEUR: SUPERIEUR, SUPERIEUR: INFERIEUR, AU_PLUS: AU_MOINS, AU_MOINS: AU_PLUS}


@dataclass(frozen=True, slots=True)
class Reponse:
    """The answer to a question: on the same row, on a row around it, or asked once."""

    code: str


@dataclass(frozen=True, slots=True)
class Fait:
    """What is known of the file or of the person beside the answers: « themes », « role »."""

    nom: str


@dataclass(frozen=True, slots=True)
class Rangee:
    """The key of the row one stands on, in this repetition: « handicap »."""

    repetition: str


@dataclass(frozen=True, slots=True)
class CetteReponse:
    """The answer that a constraint judges, written « . » in XLSForm."""


Source = Reponse | Fait | Rangee | CetteReponse


@dataclass(frozen=True, slots=True)
class Comparaison:
    """A source against a text, a number or another source; ``operateur`` is one of OPERATEURS."""

    source: Source
    operateur: str
    valeur: str | Decimal | Source


@dataclass(frozen=True, slots=True)
class Contient:
    """The choices made hold this one; a single choice holds itself."""

    source: Source
    valeur: str


@dataclass(frozen=True, slots=True)
class EstVide:
    source: Source


@dataclass(frozen=True, slots=True)
class Non:
    condition: "Condition"


@dataclass(frozen=True, slots=True)
class Toutes:
    conditions: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Une:
    """At least one of them."""

    conditions: "tuple[Condition, ...]"


Condition = Comparaison | Contient | EstVide | Non | Toutes | Une
# What a source holds: a canonical text, the choices made, "" when there is nothing.
Lecture = Callable[[Source], Valeur]


def est_vraie(condition: Condition, lecture: Lecture) -> bool:
    """Tell whether a condition holds, ``lecture`` giving what each source holds.

    Nothing is neither greater nor smaller than anything, and is different from any value:
    « different » is exactly the contrary of « egal ».
    """
    match condition:
        case Toutes(conditions):
            return all(est_vraie(c, lecture) for c in conditions)
        case Une(conditions):
            return any(est_vraie(c, lecture) for c in conditions)
        case Non(niee):
            return not est_vraie(niee, lecture)
        case EstVide(source):
            return not est_rempli(lecture(source))
        case Contient(source, valeur):
            return valeur in _elements(lecture(source))
        case Comparaison(source, operateur, valeur):
            droite = valeur if isinstance(valeur, str | Decimal) else lecture(valeur)
            return _compare(lecture(source), operateur, droite)


def sources(condition: Condition) -> Iterator[Source]:
    """Every source that a condition looks at, in reading order, as often as it does."""
    match condition:
        case Toutes(conditions) | Une(conditions):
            for dedans in conditions:
                yield from sources(dedans)
        case Non(niee):
            yield from sources(niee)
        case Comparaison(source, _, valeur):
            yield source
            if not isinstance(valeur, str | Decimal):
                yield valeur
        case EstVide(source) | Contient(source, _):
            yield source


def feuilles(condition: Condition) -> Iterator[Comparaison | Contient | EstVide]:
    """The leaves of a condition, in reading order."""
    match condition:
        case Toutes(conditions) | Une(conditions):
            for dedans in conditions:
                yield from feuilles(dedans)
        case Non(niee):
            yield from feuilles(niee)
        case Comparaison() | Contient() | EstVide():
            yield condition


def _elements(valeur: Valeur) -> Collection[str]:
    """The choices made, whether one or several may be."""
    return valeur if isinstance(valeur, list) else (valeur,) if valeur else ()


def _compare(gauche: Valeur, operateur: str, droite: Valeur | Decimal) -> bool:
    if operateur == DIFFERENT:
        return not _egaux(gauche, droite)
    if operateur == EGAL:
        return _egaux(gauche, droite)
    nombres = _nombre(gauche), _nombre(droite)
    if nombres[0] is not None and nombres[1] is not None:
        return _ordre(nombres[0], operateur, nombres[1])
    if isinstance(gauche, str) and isinstance(droite, str) and gauche and droite:
        # Dates are kept as 2026-03-31: their order is that of their letters.
        return nombres == (None, None) and _ordre(gauche, operateur, droite)
    return False


def _egaux(gauche: Valeur, droite: Valeur | Decimal) -> bool:
    if isinstance(droite, Decimal):
        return _nombre(gauche) == droite
    if isinstance(gauche, list) or isinstance(droite, list):
        return sorted(_elements(gauche)) == sorted(_elements(droite)) != []
    nombres = _nombre(gauche), _nombre(droite)
    return gauche == droite != "" or (nombres[0] is not None and nombres[0] == nombres[1])


def _nombre(valeur: Valeur | Decimal) -> Decimal | None:
    return valeur if isinstance(valeur, Decimal) else lire(valeur)


def _ordre(gauche: Decimal | str, operateur: str, droite: Decimal | str) -> bool:
    """Both sides are of one kind."""
    plus_petit, plus_grand = gauche < droite, gauche > droite  # type: ignore[operator]
    return {
        INFERIEUR: plus_petit,
        AU_PLUS: not plus_grand,
        SUPERIEUR: plus_grand,
        AU_MOINS: not plus_petit,
    }[operateur]
