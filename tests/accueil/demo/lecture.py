"""Reading the demonstration by the names it gives."""

from declarations.models import Declaration
from declarations.regles.grille import REELLE
from habilitations.models import Utilisateur
from portal.accueil.demo import comptes

REELLE_EN_COURS = 2025


def compte(nom: str) -> Utilisateur:
    return Utilisateur.objects.get(email=comptes.adresse(nom))


def declaration(equipement: str, nature: str = REELLE, annee: int = REELLE_EN_COURS) -> Declaration:
    return Declaration.objects.get(equipement__nom=equipement, nature=nature, annee=annee)
