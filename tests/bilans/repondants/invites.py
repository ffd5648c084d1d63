"""Communes to invite, what they are written, and their link opened."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from bilans.models import Repondant
from bilans.repondants.regles.liste import LigneListe
from bilans.repondants.services.liens import jeton_de
from portal.socle.models import Courriel
from tests.monde import SIRETS

AIME = LigneListe(1, SIRETS[2], "Aime", "mairie@aime.test", "Anne", "Aubert", ("handicap",))
BOURG = LigneListe(2, SIRETS[3], "Bourg", "mairie@bourg.test", "Bruno", "Blanc")


def dernier_courriel(adresse: str) -> Courriel:
    return Courriel.objects.filter(destinataire=adresse).latest("pk")


def code_recu(adresse: str = AIME.courriel) -> str:
    trouve = re.search(r"^\d{6}$", dernier_courriel(adresse).texte, re.MULTILINE)
    assert trouve
    return trouve[0]


def ouvrir(client: Client, repondant: Repondant) -> Any:
    """Through the code, as on a new device."""
    jeton = jeton_de(repondant)
    client.post(reverse("repondants:code", args=[jeton]))
    return client.post(reverse("repondants:verification", args=[jeton]), {"code": code_recu()})
