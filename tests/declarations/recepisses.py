"""Receipts of declarations sent, read as text."""

import re
from html import unescape

from declarations.exports.recepisse import page_du_recepisse, recepisse_pdf
from declarations.models import Declaration, Version
from declarations.regles.etats import ActeurDossier, Etat
from declarations.rendu import Lecteur
from tests.declarations.pdf import compact, texte_de
from tests.declarations.remplir import jusqu_a
from tests.monde import Monde

APPROBATEUR = Lecteur(frozenset({ActeurDossier.APPROBATEUR}))
HAUSSE = {"comptes.64": "112 800", "comptes.741": "40 000"}


def version_de(declaration: Declaration, numero: int = 1) -> Version:
    return declaration.versions.select_related("calcul").get(numero=numero)


def lire(declaration: Declaration, numero: int = 1, lecteur: Lecteur = APPROBATEUR) -> str:
    """Text of the page that is printed, without any space; half a second less than the PDF."""
    html = page_du_recepisse(version_de(declaration, numero), lecteur)
    return compact(unescape(re.sub(r"<[^>]+>", "", html.partition("<body>")[2])))


def imprimer(declaration: Declaration) -> str:
    """Text of the receipt itself, without any space."""
    return compact(texte_de(recepisse_pdf(version_de(declaration), APPROBATEUR)))


def transmise(monde: Monde) -> Declaration:
    """A réelle 2025 whose charges moved, justified, sent; the exercice before was sent too."""
    jusqu_a(monde.declaration("reelle", 2024), monde, Etat.TRANSMISE)
    declaration = monde.declaration("reelle", 2025)
    return jusqu_a(declaration, monde, Etat.TRANSMISE, changements=HAUSSE)
