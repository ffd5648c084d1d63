"""Verbs of the subsidies: find the barème, estimate, freeze; which right and amount count."""

from subventions.droits.services import droit_en_vigueur, montant_retenu, situation
from subventions.services.baremes import Chargement, bareme_applicable, charger_baremes
from subventions.services.estimations import estimer_pour, figer_calcul

__all__ = [
    "Chargement",
    "bareme_applicable",
    "charger_baremes",
    "droit_en_vigueur",
    "estimer_pour",
    "figer_calcul",
    "montant_retenu",
    "situation",
]
