"""The page of an exercice."""

from django.test import Client
from django.urls import reverse

from habilitations.models import Equipement, Utilisateur
from tests.declarations.listes import page

# Charges 139 000,50 € instead of 119 000,50 €, found nowhere else.
PLUS = {"comptes.64": "112 800", "comptes.741": "40 000"}


def adresse(equipement: Equipement, annee: int = 2025) -> str:
    return reverse("declarations:exercice", args=[equipement.pk, annee])


def ouvrir(client: Client, qui: Utilisateur, equipement: Equipement, annee: int = 2025) -> str:
    return page(client, qui, adresse(equipement, annee))
