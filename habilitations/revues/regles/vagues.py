"""What a wave leaves alone, and when it is too large to go by itself. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from habilitations.regles.couverture import Tenu

APPROBATEUR, GESTION = "approbateur", "gestionnaire_habilitations"


@dataclass(frozen=True)
class DroitVu:
    """A right in force at one partner."""

    pk: int
    tenu: Tenu


def epargnes(
    candidats: Sequence[DroitVu],
    en_vigueur: Iterable[DroitVu],
    equipements: Collection[int],
    en_campagne: Collection[int],
) -> frozenset[int]:
    """Return the rights of one partner that a wave leaves to their holders.

    ``en_vigueur`` are all its rights, ``candidats`` those of the wave among them, in the order in
    which they are let go; ``equipements`` its own, of which some have a campaign open. Never the
    last approbateur of one of these, nor the last manager: nobody could answer, or give others.
    """
    partent = {droit.pk for droit in candidats}
    restent = [droit.tenu for droit in en_vigueur if droit.pk not in partent]
    ouverts = [e for e in equipements if e in en_campagne]
    gardes = set()
    for droit in candidats:
        if _est_le_dernier(droit.tenu, restent, ouverts):
            gardes.add(droit.pk)
            restent.append(droit.tenu)
    return frozenset(gardes)


def _est_le_dernier(tenu: Tenu, restent: Collection[Tenu], ouverts: Collection[int]) -> bool:
    if tenu.role == GESTION:
        return not any(autre.role == GESTION for autre in restent)
    if tenu.role != APPROBATEUR:
        return False
    return any(
        tenu.porte_sur(e)
        and not any(autre.role == APPROBATEUR and autre.porte_sur(e) for autre in restent)
        for e in ouverts
    )


def depasse(nombre: int, total: int, part_max: int) -> bool:
    """Tell whether so many rights are more than ``part_max`` % of all; exactly it does not."""
    return nombre * 100 > part_max * total
