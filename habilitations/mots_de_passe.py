"""Passwords that everybody tries first, in French too: length alone does not make one strong.

Django refuses a list of English ones. « azertyuiop12 » has twelve characters and is the first that
is tried on a French service: here a password is refused when what remains of it, once the digits
and signs around it are taken off, is a word of the list, several times over or several of them.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

FICHIER = Path(__file__).with_name("mots_de_passe_courants.txt")
# Written in place of letters by whoever thinks of it as a trick.
_DEGUISEMENTS = str.maketrans("@4301!5$7", "aaeoiisst")
_HORS_LETTRES = re.compile(r"[^a-z]+")


class MotDePasseCourant:
    """Validator: refuse common words, keyboard rows and names of services, however completed."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a password made of common words."""
        if est_courant(password):
            raise ValidationError(
                "Ce mot de passe est trop courant : c’est un des premiers que l’on essaierait. "
                "Choisissez par exemple plusieurs mots sans rapport entre eux.",
                code="password_courant",
            )

    def get_help_text(self) -> str:
        return (
            "Votre mot de passe n’est pas un mot courant complété de chiffres, ni une suite de "
            "touches du clavier."
        )


def est_courant(mot_de_passe: str) -> bool:
    """Tell whether nothing but common words is left of a password, digits and signs apart."""
    bas = unicodedata.normalize("NFKD", mot_de_passe.casefold())
    bas = "".join(c for c in bas if not unicodedata.combining(c))
    return any(
        lettres and _fait_de_mots(lettres)
        for lettres in {
            _HORS_LETTRES.sub("", bas),
            _HORS_LETTRES.sub("", bas.strip("0123456789!$@ ").translate(_DEGUISEMENTS)),
        }
    )


def _fait_de_mots(lettres: str) -> bool:
    """Tell whether common words, one after the other, give exactly these letters.

    Two at most, unless it is the same one again: three words make a sentence, and a good one.
    """
    mots = _courants()
    if lettres in mots or len(set(lettres)) <= 2:
        return True
    if any(lettres == mot * (len(lettres) // len(mot)) for mot in mots):
        return True
    return any(lettres[:n] in mots and lettres[n:] in mots for n in range(3, len(lettres) - 2))


@cache
def _courants() -> frozenset[str]:
    lignes = FICHIER.read_text(encoding="utf-8").splitlines()
    return frozenset(ligne for ligne in lignes if ligne and not ligne.startswith("#"))
