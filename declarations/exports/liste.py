"""The list of declarations as a spreadsheet: exactly the rows filtered, numbers as numbers."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.utils import timezone

from declarations.echeances import echeance_de
from declarations.models import Declaration
from declarations.models.declarations import DeclarationQuerySet
from declarations.presentation.chiffres import (
    ACTIVITE,
    CHARGES,
    MONTANT,
    avec_chiffres,
    chiffres_de,
)
from declarations.presentation.suite import libelle_etat
from declarations.services.contenu import contenu_en_vigueur
from portal.socle.classeurs import Cellule, Colonne, Feuille, ecrire_classeur

COLONNES = (
    Colonne("Référence", 22),
    Colonne("Gestionnaire", 34),
    Colonne("SIRET", 18),
    Colonne("Équipement", 34),
    Colonne("Dispositif", 14),
    Colonne("Nature", 18),
    Colonne("Exercice", 12),
    Colonne("État", 26),
    Colonne("Échéance", 14),
    Colonne("Fin de saisie", 14),
    Colonne("Jours de retard", 12),
    Colonne("Dérogation jusqu’au", 18),
    Colonne("À rendre pour le", 16),
    Colonne("Transmise le", 18),
    Colonne("Version", 10),
    Colonne("Heures", 12),
    Colonne("Collectifs", 12),
    Colonne("Enfants", 12),
    Colonne("ETP en année pleine", 14),
    Colonne("Charges", 16, euros=True),
    Colonne("Montant", 16, euros=True),
    Colonne("Ce qu’est ce montant", 22),
    Colonne("Gestionnaire conseil", 26),
)
PAR_LOT = 200


def liste_xlsx(
    declarations: DeclarationQuerySet,
    jour: date,
    avancer: Callable[[int], None] = lambda faites: None,
) -> bytes:
    """Write a list in its order; ``avancer`` is told how many rows are written, now and then.

    Texts that a spreadsheet would take for formulas are defused. No salary: totals and amount are
    those of the version that counts, which is what the Caf reads.
    """
    feuille = Feuille("Déclarations", COLONNES, _lignes(declarations, jour, avancer))
    return ecrire_classeur([feuille], titre="Déclarations à suivre")


def _lignes(
    declarations: DeclarationQuerySet, jour: date, avancer: Callable[[int], None]
) -> Iterator[list[Cellule]]:
    """One row per declaration, read by lots so that thousands cost no memory."""
    cles = list(declarations.values_list("pk", flat=True))
    for debut in range(0, len(cles), PAR_LOT):
        lot = cles[debut : debut + PAR_LOT]
        chargees = avec_chiffres(Declaration.objects.filter(pk__in=lot).pour_liste()).in_bulk()
        yield from _ecrire((chargees[cle] for cle in lot if cle in chargees), jour)
        avancer(min(debut + PAR_LOT, len(cles)))


def _ecrire(declarations: Iterable[Declaration], jour: date) -> Iterator[list[Cellule]]:
    for declaration in declarations:
        contenu, limite = contenu_en_vigueur(declaration), echeance_de(declaration, jour)
        chiffres = chiffres_de(declaration)
        valeurs = chiffres.valeurs if chiffres else {}
        derogations = [d.expire_le for d in declaration.derogations.all() if d.expire_le >= jour]
        yield [
            declaration.reference,
            declaration.gestionnaire.nom,
            declaration.gestionnaire.siret,
            declaration.equipement.nom,
            declaration.dispositif.upper(),
            declaration.libelle_nature,
            declaration.exercice,
            libelle_etat(declaration.etat, cote_caf=True),
            declaration.campagne.echeance_le,
            declaration.campagne.ferme_le,
            -limite.jours if limite and limite.en_retard else None,
            max(derogations, default=None),
            limite.le if limite else None,
            timezone.localtime(contenu.version.envoyee_le) if contenu else None,
            declaration.version_courante.numero,
            *(valeurs.get(code) for code in (*ACTIVITE, CHARGES, MONTANT)),
            contenu.version.titre_montant if contenu else None,
            declaration.equipement.portefeuille.referent(jour).nom_complet,
        ]
