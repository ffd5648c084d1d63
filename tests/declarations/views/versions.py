"""The page of a version."""

from django.test import Client
from django.urls import reverse

from declarations.models import Declaration
from habilitations.models import Utilisateur
from tests.declarations.pdf import compact


def adresse(declaration: Declaration, numero: int = 1, nom: str = "version") -> str:
    return reverse(f"declarations:{nom}", args=[declaration.pk, numero])


def ouvrir(client: Client, qui: Utilisateur, declaration: Declaration, numero: int = 1):
    client.force_login(qui)
    return client.get(adresse(declaration, numero))


def page(client: Client, qui: Utilisateur, declaration: Declaration, numero: int = 1) -> str:
    reponse = ouvrir(client, qui, declaration, numero)
    assert reponse.status_code == 200
    return compact(reponse.content.decode())
