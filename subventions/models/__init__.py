"""Barèmes, frozen computations, and what suspends a right."""

from subventions.models.bareme import LigneBareme, Marque
from subventions.models.calcul import Calcul
from subventions.models.suspensions import CauseSuspension, SuspensionDroit

__all__ = ["Calcul", "CauseSuspension", "LigneBareme", "Marque", "SuspensionDroit"]
