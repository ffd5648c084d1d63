"""Helpers of the tests of lists: many équipements, and the queries of a page."""

from datetime import date
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from declarations.models import Campagne, Declaration
from declarations.services.campagnes import appeler
from habilitations.models import Utilisateur
from tests.monde import MAINTENANT, Monde, espace_rencontre


def campagne(monde: Monde, nature: str, annee: int, *dates: date) -> Campagne:
    """A window of the ER of the first Caf, on dates of one's own."""
    ouvre_le, echeance_le, ferme_le = dates
    return Campagne.objects.create(
        caf=monde.caf,
        dispositif="er",
        nature=nature,
        annee=annee,
        ouvre_le=ouvre_le,
        echeance_le=echeance_le,
        ferme_le=ferme_le,
    )


def declarer(campagne: Campagne, monde: Monde, noms: list[str]) -> list[Declaration]:
    """One more ER of Les Passerelles by name, each with its declaration called."""
    gestionnaire = monde.passerelles.gestionnaire
    return [
        appeler(
            campagne,
            espace_rencontre(monde.caf, gestionnaire, monde.portefeuille, nom, (f"Lieu {nom}",)),
            MAINTENANT,
        )
        for nom in noms
    ]


def page(client: Client, qui: Utilisateur, adresse: str, **parametres: Any) -> str:
    """The text of a page, for a person; spaces are plain ones."""
    client.force_login(qui)
    reponse = client.get(adresse, parametres)
    assert reponse.status_code == 200, reponse.status_code
    return texte(reponse.content.decode())


def texte(brut: str) -> str:
    return " ".join(
        brut.replace("&nbsp;", " ").replace("\u00a0", " ").replace("\u202f", " ").split()
    )


def requetes(client: Client, qui: Utilisateur, adresse: str, **parametres: Any) -> int:
    """How many queries a page costs, once the person is logged in."""
    client.force_login(qui)
    client.get(adresse, parametres)
    with CaptureQueriesContext(connection) as captees:
        assert client.get(adresse, parametres).status_code == 200
    return len(captees)
