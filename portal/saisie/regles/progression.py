"""How far a typing has come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.saisie.regles.champs import Champ
from portal.saisie.regles.structure import Emplacement, Ligne
from portal.saisie.regles.valeurs import est_rempli


@dataclass(frozen=True)
class Progression:
    """Required answers given, out of those asked for."""

    faits: int
    total: int


def progression(
    exiges: Iterable[Emplacement[Champ, Ligne]],
    donnees: Mapping[str, object],
    autres: Iterable[bool] = (),
) -> Progression:
    """Count the answers given among those required.

    ``autres`` tells, for each requirement that is about no single field, whether it is met: at
    least one row, one account among several.
    """
    donnes = [*(est_rempli(donnees.get(e.chemin)) for e in exiges), *autres]
    return Progression(sum(donnes), len(donnes))
