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


def est_nouveau(ouvert_le: date | None, dispositif: str, annee: int) -> bool:
    """Tell whether an équipement opens during the exercice (H); without a date, it is not new."""
    debut, fin = bornes_exercice(dispositif, annee)
    return ouvert_le is not None and debut <= ouvert_le <= fin


def retenir(
    code: str, nouveaux: bool, propre: str, ouvert_le: date | None, dispositif: str, annee: int
) -> ProfilRetenu:
    """The profile of a Caf, or ``propre`` for an équipement that is new, where the Caf says so."""
    if code and nouveaux and est_nouveau(ouvert_le, dispositif, annee):
        return ProfilRetenu(propre, nouveau=True)
    return ProfilRetenu(code)
