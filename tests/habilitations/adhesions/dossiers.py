"""Adhesion files, led as far as a test needs through the services."""

from dataclasses import replace
from uuid import UUID, uuid4

from habilitations.adhesions.services import cloture, pieces
from habilitations.adhesions.services.ouverture import Demande, ouvrir
from habilitations.models import DossierAdhesion, PieceAdhesion, Utilisateur
from tests.monde import DEBUT, SIRETS, Monde, acteur
from tests.socle import fichiers

MOTIF = "La dernière page n’est pas signée"
DEMANDE = Demande(
    siret=SIRETS[2],
    nom="Association Les Alizés",
    nature="association",
    adresse="3 rue du Port, 73000 Chambéry",
    representant="Paule Présidente",
    qualite="présidente",
    courriel="presidente@alizes.test",
    mode="delegue",
)
# What is typed beside, for each case.
CAS = {
    "a": {},
    "b": {"mcp_signee_le": DEBUT},
    "c": {"mcp_signee_le": DEBUT, "afas_signe_le": DEBUT},
}


def ouvert(
    monde: Monde, cas: str = "c", *, qui: Utilisateur | None = None, **champs: object
) -> DossierAdhesion:
    demande = replace(DEMANDE, **{**CAS[cas], **champs})
    return ouvrir(demande, caf_id=monde.caf.pk, acteur=acteur(qui or monde.responsable))


def recue(
    monde: Monde,
    dossier: DossierAdhesion,
    genre: str = "pj3",
    *,
    contenu: bytes = fichiers.PDF,
    jeton: UUID | None = None,
    qui: Utilisateur | None = None,
) -> PieceAdhesion:
    return pieces.recevoir(
        dossier.pk,
        genre,
        fichier=fichiers.televerse(contenu, "pj3.pdf"),
        jeton=jeton or uuid4(),
        acteur=acteur(qui or monde.responsable),
    )


def acceptee(monde: Monde, dossier: DossierAdhesion, genre: str = "pj3") -> PieceAdhesion:
    piece = recue(monde, dossier, genre)
    return pieces.accepter(dossier.pk, piece.pk, acteur=acteur(monde.responsable))


def refusee(monde: Monde, dossier: DossierAdhesion, genre: str = "pj3") -> PieceAdhesion:
    piece = recue(monde, dossier, genre)
    return pieces.refuser(dossier.pk, piece.pk, motif=MOTIF, acteur=acteur(monde.responsable))


def rempli(monde: Monde, cas: str = "c", **champs: object) -> DossierAdhesion:
    """Every paper accepted."""
    dossier = ouvert(monde, cas, **champs)
    for genre in dossier.attendues:
        acceptee(monde, dossier, genre)
    return dossier


def complet(monde: Monde, cas: str = "c", **champs: object) -> DossierAdhesion:
    return cloture.conclure(rempli(monde, cas, **champs).pk, acteur=acteur(monde.responsable))
