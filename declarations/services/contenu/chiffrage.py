"""What figures are worth today: the amount, or what it still waits for."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from declarations.regles.controles.contexte import Donnees
from declarations.regles.entrees_estimation import donnees_estimation
from declarations.regles.grille import Grille, LigneGrille
from declarations.regles.manques import Manque, codes_manquants, manques
from subventions.regles.bareme import Bareme
from subventions.regles.estimation import EN_ATTENTE, Estimation
from subventions.regles.moteur import estimer


@dataclass(frozen=True)
class Chiffrage:
    """The estimate of some figures, with the barème in force and the data given to the engine.

    ``manques`` is empty unless the estimate waits: no amount comes from incomplete figures.
    """

    estimation: Estimation
    manques: tuple[Manque, ...]
    entrees: dict[str, Any]
    bareme: Bareme

    @property
    def base(self) -> Decimal | None:
        """The charges an amount is computed on; None for a formula that sums no account."""
        est_estimee = self.estimation.est_estimee
        return self.estimation.mesures.get("prix_de_revient") if est_estimee else None


def chiffrer(
    grille: Grille, annee: int, bareme: Bareme, lignes: Sequence[LigneGrille], donnees: Donnees
) -> Chiffrage:
    """Estimate with the barème of an exercice and a Caf, once nothing is missing; no query."""
    bareme = bareme.pour(grille.dispositif)
    entrees = donnees_estimation(grille, lignes, donnees)
    if attendus := manques(grille, lignes, donnees, bareme):
        estimation = Estimation(EN_ATTENTE, manquants=codes_manquants(attendus))
    else:
        estimation = estimer(grille.dispositif, entrees, bareme, grille.plan, annee)
    return Chiffrage(estimation, attendus, entrees, bareme)
