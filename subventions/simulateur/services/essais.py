"""The values tried, laid in the barème that each file was computed with."""

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from subventions.models import Projection
from subventions.referentiels import plan_comptable
from subventions.regles.bareme import Bareme
from subventions.simulateur.regles.projection import essayer, projeter


class Essais:
    """Those of one projection; the few barèmes that its files share are read once."""

    def __init__(self, projection: Projection) -> None:
        self._projection, self._plan = projection, plan_comptable()
        self._lire = lru_cache(maxsize=64)(self._essayer)

    def montant(
        self, dispositif: str, fige: list[Any], donnees: Mapping[str, Any]
    ) -> Decimal | None:
        """The amount of a file in euros, from what it was frozen with; None without one."""
        bareme = self._lire(dispositif, json.dumps(fige, sort_keys=True))
        return projeter(dispositif, donnees, bareme, self._plan, self._projection.annee)

    def _essayer(self, dispositif: str, texte: str) -> Bareme:
        fige = Bareme.depuis_json(json.loads(texte))
        return essayer(fige, dispositif, self._projection.essais.get(dispositif, {}))
