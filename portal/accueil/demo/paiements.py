"""What a Caf pays in the demonstration: a lot paid, one that waits, an indu, an account to confirm.

Accounts are made up, with keys that are right, at a bank that does not exist.
"""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from habilitations.models import Dispositif, Gestionnaire
from habilitations.permissions import Acteur
from portal.accueil.demo.adhesions import PDF
from portal.accueil.demo.decor import Decor
from portal.accueil.demo.reperes import instant
from subventions.droits.services import (
    confirmer_decision,
    droit_en_vigueur,
    montant_retenu,
    proposer_decision,
)
from subventions.models import NatureDroit
from subventions.paiements.models import Versement
from subventions.paiements.services.comptes import (
    confirmer_compte,
    proposer_compte,
    regler_compte_payeur,
)
from subventions.paiements.services.dues import lignes_dues
from subventions.paiements.services.indus import notifier_indu
from subventions.paiements.services.lots import ordonner_lot, proposer_lot
from subventions.paiements.services.profils import attribuer
from subventions.paiements.services.reglements import payer_lot

CAF = "73"
REGLE, COMPTES, PAYE, AUJOURD_HUI = 40, 30, 20, 1
EXERCICES_AVANT = 3
# The first lot pays at most so many steps: others wait in the second.
PREMIER_LOT = 3
MOTIF_PROFIL = "Délibération de la commission d’action sociale"
MOTIF_CONTROLE = "Le contrôle sur pièces a écarté des dépenses sans justificatif"
MOTIF_INDU = "Le contrôle sur pièces a réduit le droit réel de cet exercice après son solde"
RETENU = Decimal("0.90")


def payer(decor: Decor) -> None:
    """Profiles and accounts some weeks ago, a lot paid since, another that waits."""
    caf = decor.cafs[CAF]
    _regler(decor, caf.pk)
    _comptes(decor, caf.pk)
    conseiller, second = _agents(decor, PAYE)
    dues = [ligne.cle for ligne in lignes_dues(caf.pk, conseiller) if not ligne.refus]
    if not dues:
        return
    lot = proposer_lot(caf.pk, cles=dues[:PREMIER_LOT], acteur=conseiller)
    ordonner_lot(lot.pk, execution_le=_jour(decor, PAYE), acteur=second)
    payer_lot(lot.pk, paye_le=_jour(decor, PAYE), acteur=conseiller)
    conseiller, second = _agents(decor, AUJOURD_HUI)
    _indu(decor, conseiller, second)
    dues = [ligne.cle for ligne in lignes_dues(caf.pk, conseiller) if not ligne.refus]
    if dues:
        proposer_lot(caf.pk, cles=dues, acteur=conseiller)
    _compte_a_confirmer(caf.pk, second)


def _regler(decor: Decor, caf_id: int) -> None:
    responsable = Acteur(decor.responsables[CAF], instant(_jour(decor, REGLE), 9))
    for dispositif in Dispositif:
        attribuer(
            caf_id,
            dispositif=dispositif.value,
            profil="deux_fois_35",
            debut=decor.reperes.jour.year - EXERCICES_AVANT,
            nouveaux=True,
            motif=MOTIF_PROFIL,
            acteur=responsable,
        )
    regler_compte_payeur(
        caf_id, titulaire="Caf de la Savoie", iban=iban(0), bic="", acteur=responsable
    )


def _comptes(decor: Decor, caf_id: int) -> None:
    """An account for each partner that something is due to; proposed and confirmed by two."""
    conseiller, second = _agents(decor, COMPTES)
    dues = lignes_dues(caf_id, conseiller)
    partenaires = sorted({ligne.dossier.beneficiaire.pk for ligne in dues})
    for rang, pk in enumerate(partenaires, 1):
        compte = _proposer(caf_id, pk, rang, second)
        confirmer_compte(compte, iban=iban(rang), acteur=conseiller)


def _indu(decor: Decor, conseiller: Acteur, second: Acteur) -> None:
    """A solde paid, then a right réel that two advisers accept lower."""
    soldes = Versement.objects.filter(etat="paye", nature="solde").select_related("equipement")
    for versement in soldes:
        droit = droit_en_vigueur(
            versement.equipement_id, versement.annee, NatureDroit.REEL, definitif=True
        )
        montant = montant_retenu(droit) if droit else None
        if droit is None or montant is None or not conseiller.suit(versement.equipement):
            continue
        decision = proposer_decision(
            droit.pk,
            montant_accepte=round(montant * RETENU, 2),
            motif=MOTIF_CONTROLE,
            acteur=conseiller,
        )
        if decision.a_confirmer:
            confirmer_decision(decision.pk, acteur=second)
        notifier_indu(
            versement.equipement_id,
            versement.annee,
            mode="remboursement",
            nombre=3,
            premiere_le=decor.reperes.jour + timedelta(days=30),
            motif=MOTIF_INDU,
            acteur=conseiller,
        )
        return


def _compte_a_confirmer(caf_id: int, second: Acteur) -> None:
    paye = Versement.objects.filter(caf=caf_id, etat="paye").order_by("pk").first()
    if paye:
        _proposer(caf_id, paye.gestionnaire_id, 99, second)


def _proposer(caf_id: int, gestionnaire_id: int, rang: int, acteur: Acteur) -> int:
    compte = proposer_compte(
        caf_id,
        gestionnaire_id,
        titulaire=Gestionnaire.objects.get(pk=gestionnaire_id).nom[:70],
        iban=iban(rang),
        bic="",
        fichier=SimpleUploadedFile("rib.pdf", PDF, "application/pdf"),
        jeton=UUID(int=gestionnaire_id * 1000 + rang),
        acteur=acteur,
    )
    return compte.pk


def iban(rang: int) -> str:
    """A French IBAN that no bank gave, whose two keys are right."""
    banque, guichet, compte = 99999, 1, 10_000 + rang
    cle = 97 - (89 * banque + 15 * guichet + 3 * compte) % 97
    bban = f"{banque:05d}{guichet:05d}{compte:011d}{cle:02d}"
    return f"FR{98 - int(f'{bban}152700') % 97:02d}{bban}"


def _jour(decor: Decor, depuis: int) -> date:
    return decor.reperes.jour - timedelta(days=depuis)


def _agents(decor: Decor, depuis: int) -> tuple[Acteur, Acteur]:
    """Who follows the files and proposes, and who orders."""
    le = instant(_jour(decor, depuis), 9)
    return Acteur(decor.personnes["conseiller"], le), Acteur(decor.personnes["remplacant"], le)
