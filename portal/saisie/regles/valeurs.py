"""Values as they are kept, read without ever failing.

``donnees`` maps chemins to canonical strings (« 1234.50 ») or lists of strings. Old, imported or
forged values may be anything: what cannot be read counts as nothing here.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from portal.socle.nombres import CHIFFRES_MAX

# As kept: a canonical text, or the codes chosen. "" and [] both mean « not filled ».
Valeur = str | list[str]

DECIMALES_MAX = 6
# Sign, digits, point, decimals: no number kept is longer.
LONGUEUR_MAX = 1 + CHIFFRES_MAX + 1 + DECIMALES_MAX

_CANONIQUE = re.compile(rf"-?[0-9]{{1,{CHIFFRES_MAX}}}(?:\.[0-9]{{1,{DECIMALES_MAX}}})?")
_TROP_GRAND = re.compile(rf"-?[0-9]{{{CHIFFRES_MAX + 1},}}(?:\.[0-9]+)?")


def est_rempli(valeur: object) -> bool:
    """Tell whether something was given: text that is not blank, or a list holding some."""
    if isinstance(valeur, str):
        return bool(valeur) and not valeur.isspace()
    if isinstance(valeur, list | tuple):
        return any(est_rempli(element) for element in valeur)
    return valeur is not None


def lire(valeur: object) -> Decimal | None:
    """The number kept, None when nothing is filled or when it is no number."""
    if not isinstance(valeur, str) or len(valeur) > LONGUEUR_MAX:
        return None
    return _lire(valeur)


@lru_cache(maxsize=4096)
def _lire(texte: str) -> Decimal | None:
    """The same figure is read by every check and every total that it enters."""
    return Decimal(texte) if _CANONIQUE.fullmatch(texte) else None


def est_trop_grand(valeur: object) -> bool:
    """Tell a number with too many digits from what is no number at all."""
    return isinstance(valeur, str) and _TROP_GRAND.fullmatch(valeur) is not None


def nombre(donnees: Mapping[str, object], chemin: str) -> Decimal | None:
    """The number kept at this place, None when there is none."""
    return lire(donnees.get(chemin))
