"""Pages of the analysis, read by somebody."""

import re

from django.test import Client
from django.urls import reverse

from bilans.models import ColonneAnalyse


def lire(client: Client, qui: object, vue: str, *args: object, **data: object) -> str:
    client.force_login(qui)  # type: ignore[arg-type]
    reponse = client.get(reverse(f"bilans:{vue}", args=args), data)
    assert reponse.status_code == 200, reponse
    return reponse.content.decode()


def mots(html: str) -> str:
    """The text of a page, its drawings left out."""
    sans = re.sub(r"<svg.*?</svg>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", sans))


def colonne(chemin: str) -> int:
    return ColonneAnalyse.objects.get(chemin=chemin).pk
