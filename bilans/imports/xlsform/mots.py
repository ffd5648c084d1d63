"""The words of an XLSForm expression: « ${parents} = 'oui' » is a reference, a sign and a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

REFERENCE, TEXTE, NOMBRE, SIGNE, NOM, POINT = (
    "reference",
    "texte",
    "nombre",
    "signe",
    "nom",
    "point",
)
LONGUEUR_MAX = 5000

# Word processors curve quotes by themselves: they stand for the straight ones.
_MOTS = re.compile(
    r"""
      (?P<reference>\$\{(?P<code>[^{}\s]*)\})
    | (?P<texte>'[^']*'|"[^"]*"|[‘’][^‘’']*[‘’']|[“”][^“”"]*[“”"])
    | (?P<nombre>-?(?:\d+(?:\.\d+)?|\.\d+)(?![\w.]))
    | (?P<signe><=|>=|!=|[=<>(),])
    | (?P<nom>[A-Za-z_][\w:-]*(?:\.[\w-]+)*)
    | (?P<point>\.(?![./\w]))
    """,
    re.VERBOSE | re.ASCII,
)
_ESPACES = re.compile(r"\s*")


class ExpressionRefusee(ValueError):
    """An expression that is not of the subset that is read; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Mot:
    genre: str
    texte: str


def mots(expression: str) -> Iterator[Mot]:
    """Cut an expression. Raises ExpressionRefusee at what is none of its words."""
    if len(expression) > LONGUEUR_MAX:
        raise ExpressionRefusee("Cette expression est trop longue.")
    place = _espaces(expression, 0)
    while place < len(expression):
        trouve = _MOTS.match(expression, place)
        if trouve is None:
            reste = expression[place : place + 12]
            raise ExpressionRefusee(f"L’écriture « {reste} » n’est pas reconnue.")
        genre = trouve.lastgroup if trouve.lastgroup != "code" else REFERENCE
        yield _mot(genre or "", trouve)
        place = _espaces(expression, trouve.end())


def _mot(genre: str, trouve: re.Match[str]) -> Mot:
    if genre == REFERENCE:
        return Mot(REFERENCE, trouve["code"])
    if genre == TEXTE:
        return Mot(TEXTE, trouve["texte"][1:-1])
    return Mot(genre, trouve.group())


def _espaces(expression: str, place: int) -> int:
    trouve = _ESPACES.match(expression, place)
    return trouve.end() if trouve else place
