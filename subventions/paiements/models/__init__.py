from subventions.paiements.models.comptes import (
    ROLES_COMPTE,
    CompteBancaire,
    EtatCompte,
    ReglagePaiement,
)
from subventions.paiements.models.profils import NOUVEL_EQUIPEMENT, CodeProfil, ProfilCaf

__all__ = [
    "NOUVEL_EQUIPEMENT",
    "ROLES_COMPTE",
    "CodeProfil",
    "CompteBancaire",
    "EtatCompte",
    "ProfilCaf",
    "ReglagePaiement",
]
