"""French order of words, in one place.

The embedded PostgreSQL has no ICU and sorts by bytes (« Zoé » before « Écully »): lists
shown to people are sorted in Python with ``sorted(…, key=cle_de_tri)``.
"""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
_MORCEAUX = re.compile(r"[0-9]+|[^\W\d_]+")

Mot = tuple[int, int, str]
Cle = tuple[tuple[Mot, ...], tuple[str, ...], str]


def _sans_accent(texte: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", texte) if not unicodedata.combining(c))


def _accents(texte: str) -> tuple[str, ...]:
    """Accents letter by letter, from the last: cote, côte, coté, côté."""
    lettres: list[str] = []
    for caractere in unicodedata.normalize("NFD", texte):
        if unicodedata.combining(caractere) and lettres:
            lettres[-1] += caractere
        elif caractere.isalnum():
            lettres.append("")
    return tuple(reversed(lettres))


def cle_de_tri(texte: str) -> Cle:
    """Return the key that puts names in the order of a French dictionary.

    Word by word, without regard to accents, capitals, hyphens and apostrophes; numbers by
    their value (« Antenne 2 » before « Antenne 10 »). Ties are settled by the accents, read
    from the end of the word, then by capitals, small letters first.
    """
    developpe = texte.translate(_LIGATURES)
    mots = tuple(
        (0, int(m), "") if m.isdigit() else (1, 0, m)
        for m in _MORCEAUX.findall(_sans_accent(developpe).casefold())
    )
    return mots, _accents(developpe), developpe.swapcase()


def mots(texte: str) -> str:
    """The words of a text, without accents nor capitals: « Écully-Nord » gives « ecully nord »."""
    return " ".join(mot or str(nombre) for _, nombre, mot in cle_de_tri(texte)[0])
