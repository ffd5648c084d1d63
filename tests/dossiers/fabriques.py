"""A file of no kind that an application knows, and what hangs on files."""

from uuid import UUID

from portal.dossiers.models import Avis, Derogation, Dossier, MessageDossier
from tests.monde import JOUR, MAINTENANT, Monde


def dossier(monde: Monde, **champs: object) -> Dossier:
    return Dossier.objects.create(
        **{
            "caf": monde.caf,
            "gestionnaire": monde.er.gestionnaire,
            "equipement": monde.er,
            "dispositif": "er",
            "nature": "essai",
            "annee": 2025,
            "etat": "a_saisir",
            "etat_depuis": MAINTENANT,
            **champs,
        }
    )


def message(monde: Monde, sur: Dossier, texte: str = "Bonjour", jeton: int = 1) -> MessageDossier:
    return MessageDossier.objects.create(
        dossier=sur,
        auteur=monde.conseiller,
        cote_caf=True,
        texte=texte,
        le=MAINTENANT,
        jeton=UUID(int=jeton),
    )


def derogation(
    monde: Monde, sur: Dossier, motif: str = "Incendie de la mairie", **champs: object
) -> Derogation:
    return Derogation.objects.create(
        dossier=sur,
        motif=motif,
        accordee_par=monde.conseiller,
        accordee_le=MAINTENANT,
        expire_le=JOUR,
        **champs,
    )


def avis(monde: Monde, sur: Dossier | None, **champs: object) -> Avis:
    return Avis.objects.create(
        **{
            "personne": monde.conseiller,
            "dossier": sur,
            "acte": "essai",
            "titre": "Un dossier vous attend",
            "phrase": "Le dossier est prêt à être relu.",
            "sujet": "Dossier d’essai",
            "chemin": "/essai/",
            "le": MAINTENANT,
            **champs,
        }
    )
