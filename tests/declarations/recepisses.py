"""Receipts of declarations sent, read as text."""

from declarations.exports.recepisse import recepisse_pdf
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
    """Text of the receipt, without any space."""
    return compact(texte_de(recepisse_pdf(version_de(declaration, numero), lecteur)))


def transmise(monde: Monde) -> Declaration:
    """A réelle 2025 whose charges moved, justified, sent; the exercice before was sent too."""
    jusqu_a(monde.declaration("reelle", 2024), monde, Etat.TRANSMISE)
    declaration = monde.declaration("reelle", 2025)
    return jusqu_a(declaration, monde, Etat.TRANSMISE, changements=HAUSSE)
