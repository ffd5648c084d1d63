"""Which roles nobody holds, équipement by équipement. Pure.

In mode délégué as otherwise, the three roles are to be filled for each équipement (DOMAINE §2, S).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Tenu:
    """A role that somebody holds at a partner: on all its équipements, or on these ids."""

    role: str
    tous: bool
    equipements: frozenset[int]

    def porte_sur(self, equipement: int) -> bool:
        return self.tous or equipement in self.equipements


def non_pourvus(
    equipements: Iterable[int], roles: Collection[str], tenus: Collection[Tenu]
) -> set[tuple[int, str]]:
    """Return each (équipement, role) that no right of the partner fills."""
    return {
        (equipement, role)
        for equipement in equipements
        for role in roles
        if not any(t.role == role and t.porte_sur(equipement) for t in tenus)
    }
