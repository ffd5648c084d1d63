"""What figures are worth today: the amount, or what it still waits for."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from declarations.regles.controles.contexte import Donnees
from declarations.regles.entrees_estimation import donnees_estimation
from declarations.regles.grille import Grille, LigneGrille
from declarations.regles.manques import (
    Manque,
    attend_seulement_la_caf,
    codes_manquants,
    manques,
)
from subventions.regles.bareme import Bareme
from subventions.regles.estimation import BAREME_NON_PUBLIE, EN_ATTENTE, Estimation
from subventions.regles.moteur import estimer


@dataclass(frozen=True)
class Chiffrage:
    """The estimate of some figures, with the barème in force and the data given to the engine.

    ``manques`` is empty once the figures are complete: no amount comes from the others.
    """

    estimation: Estimation
    manques: tuple[Manque, ...]
    entrees: dict[str, Any]
    bareme: Bareme

    @property
    def attendus(self) -> tuple[Manque, ...]:
        """What the amount waits for; nothing when no figure would bring one."""
        return self.manques if self.estimation.statut == EN_ATTENTE else ()

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
        estimation = _sans_montant(grille.dispositif, bareme, attendus)
    else:
        estimation = estimer(grille.dispositif, entrees, bareme, grille.plan, annee)
    return Chiffrage(estimation, attendus, entrees, bareme)


def _sans_montant(dispositif: str, bareme: Bareme, attendus: Sequence[Manque]) -> Estimation:
    """Why incomplete figures have no amount: giving them promises none that no barème allows.

    What the Caf alone owes is sent so, and frozen as it always was.
    """
    non_publies = bareme.manquants(dispositif)
    if non_publies and not attend_seulement_la_caf(attendus):
        return Estimation(BAREME_NON_PUBLIE, manquants=non_publies, bareme=bareme)
    return Estimation(EN_ATTENTE, manquants=codes_manquants(attendus))
