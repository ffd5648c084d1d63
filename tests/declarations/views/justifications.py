"""The page of the checks: reading it, and sending what is written there."""

import re
from html import unescape

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from declarations.forms.justifications import prefixe
from declarations.models import Declaration

AUTRE = "Deux fratries ont été accueillies ensemble."


def page(reponse: HttpResponse) -> str:
    return " ".join(unescape(reponse.content.decode()).split())


def lire(client: Client, declaration: Declaration) -> str:
    return page(client.get(reverse("declarations:controles", args=[declaration.pk])))


def formulaire(client: Client, declaration: Declaration) -> dict[str, list[str]]:
    """What the browser would send without anything being typed."""
    html = client.get(reverse("declarations:controles", args=[declaration.pk])).content.decode()
    html = html[html.index('id="formulaire-justifications"') :]
    html = html[: html.index("</form>")]
    donnees: dict[str, list[str]] = {}
    for champ in re.findall(r'<input type="hidden"[^>]*>', html):
        nom = re.search(r'name="([^"]*)"', champ)
        valeur = re.search(r'value="([^"]*)"', champ)
        if nom:
            donnees.setdefault(nom[1], []).append(unescape(valeur[1] if valeur else ""))
    for nom, interieur in re.findall(r'<textarea name="([^"]*)"[^>]*>(.*?)</textarea>', html, re.S):
        donnees[nom] = [unescape(interieur).lstrip("\n")]
    for nom, choix in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', html, re.S):
        retenu = re.search(r'<option value="([^"]*)"\s+selected', choix)
        donnees[nom] = [retenu[1] if retenu else ""]
    return donnees


def ecrire(cle: str, motif: str, texte: str, *pour: str) -> dict[str, list[str]]:
    debut = prefixe(cle)
    return {f"{debut}-motif": [motif], f"{debut}-texte": [texte], f"{debut}-pour": list(pour)}


def envoyer(
    client: Client, declaration: Declaration, *dits: dict[str, list[str]], **autres: str
) -> HttpResponse:
    donnees: dict[str, object] = dict(formulaire(client, declaration))
    for dit in dits:
        donnees |= dit
    return client.post(reverse("declarations:justifier", args=[declaration.pk]), donnees | autres)
