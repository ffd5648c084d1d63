"""Forms of a fiche, sent as a page sends them."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.declarations.listes import texte
from tests.monde import JOUR

DEMAIN = (JOUR + timedelta(days=1)).isoformat()


def envoyer(client: Client, nom: str, *args: Any, **champs: str) -> tuple[int, str]:
    """Post a form; the code of the answer, and the text of the page one ends on."""
    reponse = client.post(reverse(nom, args=args), champs)
    code = reponse.status_code
    if code == 302:
        reponse = client.get(reponse.url)
    return code, texte(reponse.content.decode())
