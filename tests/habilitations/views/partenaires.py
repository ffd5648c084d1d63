"""The pages of a partner, asked for by a person."""

from typing import Any

import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from habilitations.models import Utilisateur
from tests.monde import MAINTENANT

NOUVEAU = {
    "email": "zoe@exemple.test",
    "prenom": "Zoé",
    "nom": "Zola",
    "role": "approbateur",
    "equipements": ["tous"],
    "du": "2026-02-03",
}


def visite(qui: Utilisateur) -> Client:
    client = Client()
    with time_machine.travel(MAINTENANT, tick=False):
        client.force_login(qui, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def lire(client: Client, nom: str, *args: int, statut: int = 200, **mots: str) -> str:
    with time_machine.travel(MAINTENANT, tick=False):
        reponse = client.get(reverse(f"habilitations:{nom}", args=args), mots)
    assert reponse.status_code == statut
    return reponse.content.decode().replace("\u00a0", " ")


def envoyer(client: Client, vue: str, /, *args: int, **champs: Any) -> HttpResponse:
    with time_machine.travel(MAINTENANT, tick=False):
        return client.post(reverse(f"habilitations:{vue}", args=args), champs, follow=True)
