"""A lot for the accounts (workbook, CSV) and for the bank (SEPA)."""

import csv
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import StringIO

from portal.socle.classeurs import Cellule, Colonne, Feuille, desamorcer, ecrire_classeur
from subventions.paiements.models import LotPaiement, ReglagePaiement, Versement
from subventions.paiements.presentation.lots import ETATS_VERSEMENT
from subventions.paiements.regles.echeances import EtatVersement
from subventions.paiements.regles.sepa import Compte, Ordre, Virement, ecrire

COLONNES = (
    Colonne("Référence", 24),
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
    return ecrire_classeur(
        [Feuille("Versements", COLONNES, lignes(versements))], titre=lot.reference
    )


def tableau_csv(versements: Sequence[Versement]) -> bytes:
    """As French spreadsheets open it: semicolons, decimal commas, mark of UTF-8."""
    tampon = StringIO()
    tampon.write("\ufeff")
    redacteur = csv.writer(tampon, delimiter=";")
    redacteur.writerow([colonne.titre for colonne in COLONNES])
    for ligne in lignes(versements):
        redacteur.writerow([_texte(cellule) for cellule in ligne])
    return tampon.getvalue().encode()


def _texte(cellule: Cellule) -> str:
    if cellule is None:
        return ""
    if isinstance(cellule, Decimal):
        return format(cellule, "f").replace(".", ",")
    if isinstance(cellule, date):
        return cellule.strftime("%d/%m/%Y")
    return desamorcer(str(cellule))


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
                f"{lot.caf.nom} {v.libelle} {v.exercice} {v.equipement.nom}",
                v.gestionnaire.adresse,
            )
            for v in a_virer
        ],
    )
    return ecrire(ordre)
