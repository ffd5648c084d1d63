"""Verbs and answers about rights, for who pays, writes letters or draws pages."""

from subventions.droits.services.decisions import (
    confirmer_decision,
    proposer_decision,
    refuser_decision,
    retirer_decision,
)
from subventions.droits.services.droits import (
    annuler_droit_repris,
    annuler_droits,
    ouvrir_droit,
    rendre_definitif,
    retablir_droits,
)
from subventions.droits.services.lecteurs import lit_les_montants
from subventions.droits.services.lectures import (
    decision_en_vigueur,
    decision_proposee,
    droit_en_vigueur,
    droits_de_l_exercice,
    montant_retenu,
    situation,
)

__all__ = [
    "annuler_droit_repris",
    "annuler_droits",
    "confirmer_decision",
    "decision_en_vigueur",
    "decision_proposee",
    "droit_en_vigueur",
    "droits_de_l_exercice",
    "lit_les_montants",
    "montant_retenu",
    "ouvrir_droit",
    "proposer_decision",
    "refuser_decision",
    "rendre_definitif",
    "retablir_droits",
    "retirer_decision",
    "situation",
]
