"""What the tests of payments start from: accounts, profiles, papers."""

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from habilitations.models import Utilisateur
from subventions.paiements.models import CompteBancaire, ProfilCaf
from subventions.paiements.services.comptes import confirmer_compte, proposer_compte
from subventions.paiements.services.profils import attribuer
from tests.monde import MAINTENANT, Monde, acteur
from tests.socle import fichiers

# Invented accounts, whose keys are right.
IBAN = "FR7630006000011234567890189"
AUTRE_IBAN = "FR1420041010050500013M02606"
IBAN_CAF = "DE89370400440532013000"
MOTIF = "Décision de la commission du 12 janvier"


def rib() -> SimpleUploadedFile:
    return fichiers.televerse(fichiers.PDF, "rib.pdf")


def profil(
    monde: Monde,
    code: str = "deux_fois_35",
    *,
    debut: int = 2026,
    dispositif: str = "er",
    nouveaux: bool = False,
) -> ProfilCaf:
    return attribuer(
        monde.caf.pk,
        dispositif=dispositif,
        profil=code,
        debut=debut,
        nouveaux=nouveaux,
        motif=MOTIF,
        acteur=acteur(monde.responsable),
    )


def propose(
    monde: Monde, iban: str = IBAN, *, par: Utilisateur | None = None, **autres: object
) -> CompteBancaire:
    champs = {"titulaire": "Les Passerelles", "bic": "", "fichier": rib(), "jeton": uuid4()}
    return proposer_compte(
        monde.caf.pk,
        monde.passerelles.gestionnaire.pk,
        iban=iban,
        acteur=acteur(par or monde.passerelles.finances),
        **(champs | autres),
    )


def en_vigueur(monde: Monde, iban: str = IBAN) -> CompteBancaire:
    compte = propose(monde, iban)
    return confirmer_compte(compte.pk, iban=iban, acteur=acteur(monde.conseiller))


def compte_en_base(monde: Monde, **champs: object) -> CompteBancaire:
    """An account as a row would write it, not saved."""
    base = propose(monde)
    CompteBancaire.objects.filter(pk=base.pk).update(
        etat="refuse", clos_le=MAINTENANT, clos_par=monde.conseiller, refus_motif="Pièce illisible"
    )
    communs = {
        "caf": monde.caf,
        "gestionnaire": monde.passerelles.gestionnaire,
        "titulaire": "Les Passerelles",
        "iban": IBAN,
        "document": base.document,
        "jeton": uuid4(),
        "propose_par": monde.passerelles.finances,
        "propose_le": MAINTENANT,
    }
    return CompteBancaire(**(communs | champs))
