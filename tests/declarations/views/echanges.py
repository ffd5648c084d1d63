"""Where papers and messages are sent, and sending them."""

from uuid import uuid4

from django.test import Client
from django.urls import reverse

from habilitations.models import Utilisateur


def adresse(vue: str, *arguments: object) -> str:
    return reverse(f"declarations:{vue}", args=arguments)


def envoyer(client: Client, qui: Utilisateur, vue: str, pk: int, **champs: object):
    client.force_login(qui)
    return client.post(adresse(vue, pk), {"jeton": uuid4(), **champs})
