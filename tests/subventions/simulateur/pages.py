"""The pages of the simulator, asked for by a person."""

from django.test import Client
from django.urls import reverse

from subventions.models import Simulation


def connecte(utilisateur: object) -> Client:
    client = Client()
    client.force_login(utilisateur, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def adresse(gardee: Simulation, nom: str = "simulation") -> str:
    return reverse(f"simulations:{nom}", args=[gardee.pk])


def lisible(reponse: object) -> str:
    texte = reponse.content.decode()
    return texte.replace("\u202f", " ").replace("\xa0", " ")


def envoi(gardee: Simulation, **champs: object) -> dict[str, object]:
    return {
        "revision": gardee.revision,
        "titre": gardee.titre,
        "scenario": [cle for cle, _ in gardee.scenarios],
        "poste": [cle for cle, _ in gardee.postes],
        **gardee.valeurs,
        **champs,
    }
