"""How the tests of these pages read and act."""

from datetime import date

from django.test import Client
from django.urls import reverse

from declarations.models import Declaration
from habilitations.models import Utilisateur

J15, J7 = date(2026, 3, 16), date(2026, 3, 24)
PREVISIONS = reverse("relances:previsions")


def connecte(qui: Utilisateur) -> Client:
    client = Client()
    client.force_login(qui, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def lire(client: Client, jour: date | str, **options: object) -> str:
    reponse = client.get(PREVISIONS, {"jour": str(jour)}, **options)
    assert reponse.status_code == 200
    return " ".join(reponse.content.decode().split())


def ecarter(client: Client, declaration: Declaration, qui: Utilisateur, jour: date, motif: str):
    adresse = reverse("relances:ecarter", args=[declaration.pk, qui.pk])
    return client.post(f"{adresse}?jour={jour}", {"motif": motif}, follow=True)
