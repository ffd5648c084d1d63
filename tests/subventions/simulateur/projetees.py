"""A projection asked for, computed, and read on its page."""

from django.test import Client

from subventions.models import Projection
from subventions.simulateur.services import projections as service
from tests.monde import Monde, acteur


def lisible(reponse: object) -> str:
    return reponse.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def connecte(utilisateur: object) -> Client:
    client = Client()
    client.force_login(utilisateur, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def demandee(monde: Monde, **champs: object) -> Projection:
    defauts = {"caf_id": monde.caf.pk, "dispositifs": ["er"], "annee": 2025}
    essais = {"er": champs.pop("essais", {"plafond_horaire": "1.00"})}
    return service.demander(**(defauts | champs), essais=essais, acteur=acteur(monde.conseiller))
