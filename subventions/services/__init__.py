"""Verbs of the subsidies: find the barème, estimate, freeze."""

from subventions.services.baremes import Chargement, bareme_applicable, charger_baremes
from subventions.services.estimations import estimer_pour, figer_calcul

__all__ = [
    "Chargement",
    "bareme_applicable",
    "charger_baremes",
    "estimer_pour",
    "figer_calcul",
]
