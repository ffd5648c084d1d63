"""What a Caf decides about its money, and the values that hold where it decided nothing.

Pure. Every value here is a hypothesis (DOMAINE, mark H): no text gives it.
"""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Reglages:
    """Values of one Caf.

    ``seuil_decision``: euros; a decision that moves an amount by more than this, one way or the
    other, has no effect before a second person confirms it.
    """

    seuil_decision: Decimal = Decimal("1000.00")


DEFAUTS = Reglages()
