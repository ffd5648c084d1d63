"""What to look at before an acompte is paid, though its profile grants it. Pure.

The profiles count the acomptes on the prévisionnel (DOMAINE §4) and say nothing of an actualisée
that brings the right down: the amount stands, and who pays is told (H).
"""

from dataclasses import dataclass
from decimal import Decimal

from subventions.paiements.regles.etats import Nature
from subventions.paiements.regles.situation import EcheancierDossier, Situation, somme
from subventions.regles.nombres import EXACT

ACTUALISE, REEL = "actualise", "reel"
# What the published profiles pay before the réel, at most.
PART_DES_ACOMPTES = Decimal("0.70")


@dataclass(frozen=True)
class Depassement:
    """Acomptes together (``cumul``) beyond the usual share of the last right known, in euros."""

    cumul: Decimal
    droit: Decimal


def depassement(
    situation: Situation, echeancier: EcheancierDossier, rang: int
) -> Depassement | None:
    """What the acomptes would come to with that of this rank, when it passes 70 % of the
    actualisé; None where it does not, where none is validated, or once the réel is known."""
    droit = situation.droits.get(ACTUALISE)
    if droit is None or REEL in situation.droits:
        return None
    acomptes = [e for e in echeancier.echeances if e.nature == Nature.ACOMPTE and e.rang <= rang]
    cumul = somme(e.montant for e in acomptes if e.montant is not None)
    if cumul <= EXACT.multiply(PART_DES_ACOMPTES, droit):
        return None
    return Depassement(cumul, droit)
