"""Barèmes and proposals, frozen computations, rights, decisions, and what suspends a right."""

from subventions.diagnostics.models import DemandeDiagnostic, EtatDiagnostic
from subventions.models.bareme import LigneBareme
from subventions.models.calcul import Calcul
from subventions.models.decisions import DecisionDroit
from subventions.models.droits import Droit, NatureDroit
from subventions.models.lettres import LettreDroit
from subventions.models.reglages import ReglageSubventions
from subventions.models.suspensions import CauseSuspension, SuspensionDroit
from subventions.models.valeurs import Marque
from subventions.paiements.models import (
    CompteBancaire,
    EcartAccepte,
    EcheanceIndu,
    Imputation,
    Indu,
    LettreIndu,
    LotPaiement,
    ProfilCaf,
    ReglagePaiement,
    Remboursement,
    Versement,
)
from subventions.propositions.models import EffetBareme, EtatEffet, PropositionBareme
from subventions.simulateur.models import EtatProjection, Projection, Simulation

__all__ = [
    "Calcul",
    "CauseSuspension",
    "CompteBancaire",
    "DecisionDroit",
    "DemandeDiagnostic",
    "Droit",
    "EcartAccepte",
    "EcheanceIndu",
    "EffetBareme",
    "EtatDiagnostic",
    "EtatEffet",
    "EtatProjection",
    "Imputation",
    "Indu",
    "LettreDroit",
    "LettreIndu",
    "LigneBareme",
    "LotPaiement",
    "Marque",
    "NatureDroit",
    "ProfilCaf",
    "Projection",
    "PropositionBareme",
    "ReglagePaiement",
    "ReglageSubventions",
    "Remboursement",
    "Simulation",
    "SuspensionDroit",
    "Versement",
]
