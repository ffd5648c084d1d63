"""How much is made: a percentage of the country, and what one Caf holds."""

from dataclasses import dataclass, field
from datetime import date

CAFS_DU_PAYS = 100
ECHELLES = (1, 10, 100)
GRAINE = 2026


@dataclass(frozen=True)
class Taille:
    """What one Caf holds. Sizes are those of the country divided by its hundred Cafs.

    ``conseillers`` share the équipements evenly: twenty-five each, some three hundred files.
    ``connus``: équipements of the first two partners, the known ones being those of the first Caf.
    """

    gestionnaires: int = 120
    equipements: int = 500
    conseillers: int = 20
    charges_de_conseil: int = 4
    responsables: int = 2
    variantes: int = 16
    connus: tuple[int, int] = (3, 40)

    def __post_init__(self) -> None:
        if self.equipements < sum(self.connus) + self.gestionnaires - len(self.connus):
            raise ValueError("Chaque gestionnaire a au moins un équipement, les connus les leurs.")


@dataclass(frozen=True)
class Plan:
    """What is asked for: how many Cafs, seen from which day, drawn from which seed."""

    cafs: int
    jour: date
    graine: int = GRAINE
    taille: Taille = field(default_factory=Taille)

    @classmethod
    def a_l_echelle(cls, echelle: int, jour: date, graine: int = GRAINE) -> "Plan":
        """``echelle``: percent of the country; one Caf for each."""
        return cls(cafs=CAFS_DU_PAYS * echelle // 100, jour=jour, graine=graine)
