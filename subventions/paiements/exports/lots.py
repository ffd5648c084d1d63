"""A lot for the accounts (workbook, CSV) and for the bank (SEPA)."""

from collections.abc import Sequence
from datetime import datetime

from portal.socle.classeurs import Cellule, Colonne, Feuille, ecrire_classeur
from portal.socle.tableaux_csv import ecrire_csv
from subventions.paiements.models import LotPaiement, ReglagePaiement, Versement
from subventions.paiements.presentation.lots import ETATS_VERSEMENT
from subventions.paiements.regles.etats import EtatVersement
from subventions.paiements.regles.sepa import Compte, Ordre, Virement, ecrire, reference_rf

COLONNES = (
    Colonne("Référence", 24),
    Colonne("Référence structurée", 26),
    Colonne("Partenaire", 40),
    Colonne("SIRET", 18),
    Colonne("Équipement", 40),
    Colonne("Exercice", 12),
    Colonne("Échéance", 24),
    Colonne("Montant", 14, euros=True),
    Colonne("Retenue", 14, euros=True),
    Colonne("À virer", 14, euros=True),
    Colonne("Titulaire du compte", 34),
    Colonne("IBAN", 36),
    Colonne("BIC", 14),
    Colonne("État", 14),
    Colonne("Payé le", 14),
)


def lignes(versements: Sequence[Versement]) -> list[Sequence[Cellule]]:
    """One row for each payment that was not taken out; accounts are given whole to the accounts."""
    return [
        (
            v.reference,
            reference_rf(v.reference),
            v.gestionnaire.nom,
            v.gestionnaire.siret,
            v.equipement.nom,
            v.exercice,
            v.libelle,
            v.montant,
            v.retenue,
            v.net,
            v.compte.titulaire,
            v.compte.iban,
            v.compte.bic,
            ETATS_VERSEMENT[EtatVersement(v.etat)][0],
            v.paye_le,
        )
        for v in versements
        if v.etat != EtatVersement.RETIRE
    ]


def classeur(lot: LotPaiement, versements: Sequence[Versement]) -> bytes:
    return ecrire_classeur([_feuille(versements)], titre=lot.reference)


def tableau_csv(versements: Sequence[Versement]) -> bytes:
    """The same as text, for the accounts."""
    return ecrire_csv(_feuille(versements))


def _feuille(versements: Sequence[Versement]) -> Feuille:
    return Feuille("Versements", COLONNES, lignes(versements))


def virements(
    lot: LotPaiement, versements: Sequence[Versement], payeur: ReglagePaiement, cree_le: datetime
) -> bytes:
    """The file of transfers of what is ordered and leaves the account; ValueError for nothing."""
    a_virer = [v for v in versements if v.etat == EtatVersement.ORDONNE and v.net > 0]
    assert lot.execution_le is not None  # noqa: S101 - a lot that is ordered has its day
    ordre = Ordre(
        lot.reference,
        cree_le,
        lot.execution_le,
        Compte(payeur.titulaire, payeur.iban, payeur.bic),
        [
            Virement(
                v.reference,
                v.net,
                Compte(v.compte.titulaire, v.compte.iban, v.compte.bic),
                v.gestionnaire.adresse,
            )
            for v in a_virer
        ],
    )
    return ecrire(ordre)
