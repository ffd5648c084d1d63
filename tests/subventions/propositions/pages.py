"""Pages of the proposals of barème, and what their form sends."""

from uuid import uuid4

from django.test import Client
from django.urls import reverse

from habilitations.models import Utilisateur
from subventions.models import PropositionBareme
from tests.socle import fichiers
from tests.subventions.propositions.outils import MOTIF

LISTE = reverse("propositions:liste")
NOUVELLE = reverse("propositions:nouvelle")


def adresse(proposition: PropositionBareme, nom: str = "proposition") -> str:
    return reverse(f"propositions:{nom}", args=[proposition.pk])


def envoi(**champs: object) -> dict[str, object]:
    return {
        "jeton": str(uuid4()),
        "portee": "nationale",
        "parametre": "er:plafond_horaire",
        "valeur": "92,50 €",
        "debut": "2026",
        "fin": "",
        "source": "Circulaire du 12 janvier 2026",
        "marque": "P",
        "note": "",
        "motif": MOTIF,
        "fichier": fichiers.televerse(fichiers.PDF, "circulaire.pdf"),
        **champs,
    }


def poster(client: Client, qui: Utilisateur, ou: str, donnees: dict[str, object]) -> object:
    client.force_login(qui)
    return client.post(ou, donnees)
