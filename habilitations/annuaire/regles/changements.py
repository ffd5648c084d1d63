"""What differs between two states of a fiche, and what stands for a state seen by somebody."""

import hashlib
from collections.abc import Mapping

# Field → value before, value after; both in words, empty when there was nothing.
Changements = dict[str, tuple[str, str]]


def comparer(avant: Mapping[str, str], apres: Mapping[str, str]) -> Changements:
    """Fields whose words differ, in the order of ``apres``."""
    return {
        champ: (avant.get(champ, ""), valeur)
        for champ, valeur in apres.items()
        if avant.get(champ, "") != valeur
    }


def empreinte(mots: Mapping[str, str]) -> str:
    """What a form carries of the state it was drawn from, and gives back when it is sent."""
    return hashlib.sha256(repr(sorted(mots.items())).encode()).hexdigest()[:32]
