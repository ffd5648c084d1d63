"""Barèmes and frozen computations."""

from subventions.models.bareme import LigneBareme, Marque
from subventions.models.calcul import Calcul

__all__ = ["Calcul", "LigneBareme", "Marque"]
