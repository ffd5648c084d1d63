"""Who held an équipement at a moment: what was done keeps for whom it was done after a transfer."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from habilitations.models import Equipement, Gestionnaire, TransfertEquipement
from portal.socle.requetes_ecrites import RequeteEcrite

_TRANSFERTS = RequeteEcrite(
    lambda equipement: (
        TransfertEquipement.objects.effectifs()
        .filter(equipement=equipement)
        .order_by("effectif_le", "pk")
        .values_list("de__nom", "effectif_le")
    )
)


@dataclass(frozen=True)
class Successions:
    """Names of the gestionnaires of an équipement one after the other.

    ``noms`` has one name more than ``passages``, the moments at which it passed to the next one.
    """

    noms: tuple[str, ...]
    passages: tuple[datetime, ...] = ()

    @classmethod
    def lire(cls, equipement: Equipement | None, gestionnaire: Gestionnaire) -> Self:
        """Those of an équipement, ``gestionnaire`` being the present one; one query."""
        passes = _TRANSFERTS.lire(equipement.pk) if equipement else []
        return cls(
            (*(nom for nom, _ in passes), gestionnaire.nom), tuple(le for _, le in passes if le)
        )

    def nom_le(self, moment: datetime) -> str:
        """Who held it then; at the very moment of a transfer, who takes it."""
        return self.noms[bisect_right(self.passages, moment)]
