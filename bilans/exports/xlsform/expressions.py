"""From a condition to an XLSForm expression, that import reads back as the same condition."""

from collections.abc import Mapping
from decimal import Decimal

from bilans.imports.xlsform.expressions import SIGNES
from portal.saisie.regles.conditions import (
    CetteReponse,
    Comparaison,
    Condition,
    Contient,
    EstVide,
    Fait,
    Non,
    Rangee,
    Reponse,
    Source,
    Toutes,
    Une,
)

_SIGNE_DE = {operateur: signe for signe, operateur in SIGNES.items()}


class Indicible(ValueError):
    """XLSForm has no word for it; the message, in French, says for what."""


def ecrire_expression(condition: Condition, noms: Mapping[str, str]) -> str:
    """Return the expression; ``noms`` gives the name of each code there. Raises Indicible."""
    match condition:
        case Toutes(conditions):
            return " and ".join(_entre_parentheses(c, noms) for c in conditions)
        case Une(conditions):
            return " or ".join(_entre_parentheses(c, noms) for c in conditions)
        case Non(EstVide(source)):
            return f"{_source(source, noms)} != ''"
        case Non(niee):
            return f"not({ecrire_expression(niee, noms)})"
        case EstVide(source):
            return f"{_source(source, noms)} = ''"
        case Contient(source, valeur):
            return f"selected({_source(source, noms)}, {_texte(valeur)})"
        case Comparaison(source, operateur, valeur):
            return f"{_source(source, noms)} {_SIGNE_DE[operateur]} {_valeur(valeur, noms)}"


def _entre_parentheses(condition: Condition, noms: Mapping[str, str]) -> str:
    """« and » and « or » within one another keep their order."""
    ecrite = ecrire_expression(condition, noms)
    return f"({ecrite})" if isinstance(condition, Toutes | Une) else ecrite


def _source(source: Source, noms: Mapping[str, str]) -> str:
    match source:
        case Reponse(code):
            return f"${{{noms.get(code, code)}}}"
        case CetteReponse():
            return "."
        case Fait(nom):
            raise Indicible(f"le fait « {nom} » n’a pas d’équivalent")
        case Rangee(repetition):
            raise Indicible(f"la ligne de « {repetition} » n’a pas d’équivalent")


def _valeur(valeur: str | Decimal | Source, noms: Mapping[str, str]) -> str:
    if isinstance(valeur, Decimal):
        return format(valeur, "f")
    return _texte(valeur) if isinstance(valeur, str) else _source(valeur, noms)


def _texte(texte: str) -> str:
    for guillemet in ("'", '"'):
        if guillemet not in texte:
            return f"{guillemet}{texte}{guillemet}"
    raise Indicible(f"le texte « {texte} » mêle apostrophe et guillemet")
