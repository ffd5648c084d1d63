"""Rows that people add, whatever they are: their keys and their names."""

import re
from collections.abc import Collection

LONGUEUR_LIBELLE = 80

# Made when the form is drawn, so that a form sent twice adds one row. No dot: it is a part of the
# chemins of its values.
_CLE = re.compile(r"[a-z][0-9a-z]{1,19}")


def est_une_cle(texte: str) -> bool:
    """Tell whether a text may be the key of a row."""
    return _CLE.fullmatch(texte) is not None


def libelle_suivant(nom: str, pris: Collection[str]) -> str:
    """The first label of the kind « Collectif 3 » that no row bears; ``pris`` are those borne."""
    rang = len(pris) + 1
    while f"{nom} {rang}" in pris:
        rang += 1
    return f"{nom} {rang}"
