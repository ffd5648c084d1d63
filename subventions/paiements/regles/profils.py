"""Which profile of acomptes applies to a file. Pure."""

from dataclasses import dataclass
from datetime import date

from habilitations.regles.exercices import bornes_exercice


@dataclass(frozen=True)
class ProfilRetenu:
    """The profile of a file: its code, and whether it is that of an équipement that is new.

    ``code`` is empty while the Caf has said nothing: nothing is then paid, and it is said so.
    """

    code: str = ""
    nouveau: bool = False


def premier_jour_des_nouveaux(dispositif: str, annee: int, recul: int = 0) -> date:
    """The day from which an équipement that opens is new in an exercice.

    The first of the exercice; or of the one that follows the réel, ``recul`` exercices back, that
    the profile pays a share of: who had not opened by then will never have that réel.
    """
    return bornes_exercice(dispositif, annee - max(recul - 1, 0))[0]


def est_nouveau(ouvert_le: date | None, dispositif: str, annee: int, recul: int = 0) -> bool:
    """Tell whether an équipement is new in an exercice (H); without a date, it is not."""
    if ouvert_le is None:
        return False
    debut = premier_jour_des_nouveaux(dispositif, annee, recul)
    return debut <= ouvert_le <= bornes_exercice(dispositif, annee)[1]


def retenir(
    code: str, recul: int, propre: str, ouvert_le: date | None, dispositif: str, annee: int
) -> ProfilRetenu:
    """The profile of a Caf that has one of its own (``propre``) for an équipement that is new.

    ``recul`` is that of the profile of the Caf (``Profil.recul``).
    """
    if est_nouveau(ouvert_le, dispositif, annee, recul):
        return ProfilRetenu(propre, nouveau=True)
    return ProfilRetenu(code)
