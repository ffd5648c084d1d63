from subventions.paiements.models.comptes import (
    ROLES_COMPTE,
    CompteBancaire,
    EtatCompte,
    ReglagePaiement,
)
from subventions.paiements.models.ecarts import EcartAccepte
from subventions.paiements.models.indus import (
    EcheanceIndu,
    Imputation,
    Indu,
    ModeIndu,
    Remboursement,
)
from subventions.paiements.models.lettres import LettreIndu
from subventions.paiements.models.lots import EtatLot, LotPaiement, Versement
from subventions.paiements.models.profils import NOUVEL_EQUIPEMENT, CodeProfil, ProfilCaf

__all__ = [
    "NOUVEL_EQUIPEMENT",
    "ROLES_COMPTE",
    "CodeProfil",
    "CompteBancaire",
    "EcartAccepte",
    "EcheanceIndu",
    "EtatCompte",
    "EtatLot",
    "Imputation",
    "Indu",
    "LettreIndu",
    "LotPaiement",
    "ModeIndu",
    "ProfilCaf",
    "ReglagePaiement",
    "Remboursement",
    "Versement",
]
