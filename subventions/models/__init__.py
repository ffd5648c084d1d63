"""Barèmes, frozen computations, rights, decisions, and what suspends a right."""

from subventions.models.bareme import LigneBareme, Marque
from subventions.models.calcul import Calcul
from subventions.models.decisions import DecisionDroit
from subventions.models.droits import Droit, NatureDroit
from subventions.models.reglages import ReglageSubventions
from subventions.models.suspensions import CauseSuspension, SuspensionDroit

__all__ = [
    "Calcul",
    "CauseSuspension",
    "DecisionDroit",
    "Droit",
    "LigneBareme",
    "Marque",
    "NatureDroit",
    "ReglageSubventions",
    "SuspensionDroit",
]
