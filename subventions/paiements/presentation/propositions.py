"""What is due, line by line, before it is put in a lot."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.urls import reverse

from habilitations.regles.exercices import libelle_exercice
from portal.socle.formats import euros
from portal.socle.francais import cle_de_tri, compter
from subventions.paiements.presentation.echeancier import dire_le_depassement, precisions
from subventions.paiements.services.dues import LigneDue
from subventions.regles.nombres import ZERO


@dataclass(frozen=True)
class LigneAProposer:
    """One step. ``partenaire``: who is paid; ``dites``: why it cannot be, or what to know of it."""

    cle: str
    partenaire: str
    equipement: str
    adresse: str
    echeance: str
    montant: str
    compte: str
    dites: list[str]
    choisie: bool


def a_payer(lignes: Collection[LigneDue]) -> str:
    """« À payer – 21 échéances, 213 400,00 € en tout », before anything is set off."""
    total = sum((ligne.montant for ligne in lignes), ZERO)
    return f"À payer – {compter(len(lignes), 'échéance')}, {euros(total)} en tout"


def lignes_lues(lignes: Iterable[LigneDue], choisies: Collection[str]) -> list[LigneAProposer]:
    """In the French order of the équipements."""
    tri = sorted(lignes, key=lambda ligne: cle_de_tri(ligne.dossier.equipement.nom))
    return [_lire(ligne, ligne.cle in choisies) for ligne in tri]


def _dites(ligne: LigneDue) -> list[str]:
    dites = list(ligne.refus)
    if not ligne.dossier.suspensions:
        dites += precisions(ligne.dossier, ligne.echeance)
    if ligne.depassement:
        dites.append(dire_le_depassement(ligne.depassement))
    return dites


def _lire(ligne: LigneDue, choisie: bool) -> LigneAProposer:
    dossier = ligne.dossier
    equipement = dossier.equipement
    exercice = libelle_exercice(equipement.dispositif, dossier.annee)
    return LigneAProposer(
        ligne.cle,
        dossier.beneficiaire.nom,
        equipement.nom,
        reverse("paiements:echeancier", args=[equipement.pk, dossier.annee]),
        f"{ligne.echeance.libelle} {exercice}",
        euros(ligne.montant),
        ligne.compte.iban_masque if ligne.compte else "",
        _dites(ligne),
        choisie,
    )
