"""Limits on what is tried without an account: counted in Redis, the same for every process."""

import pytest
import redis
from django.conf import settings
from django.test import Client
from django.urls import reverse

from habilitations.models import Utilisateur

MOT_DE_PASSE = "Un-mot-de-passe-solide-2026"
ADRESSE = "ines@exemple.fr"
ECHECS = 5
TROP = "Trop de tentatives de connexion échouées"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _compte() -> None:
    Utilisateur.objects.create_user(ADRESSE, MOT_DE_PASSE, prenom="Inès", nom="Faure")


@pytest.fixture(autouse=True)
def _oublier() -> None:
    """Start from no attempt; the queue of tasks is beside, hence not a word to the whole server."""
    with redis.Redis.from_url(settings.REDIS_URL) as serveur:
        for cle in serveur.scan_iter(f"{settings.CACHES['default']['KEY_PREFIX']}:*"):
            serveur.delete(cle)


def entrer(client: Client, mot_de_passe: str = MOT_DE_PASSE):
    return client.post(reverse("account_login"), {"login": ADRESSE, "password": mot_de_passe})


def test_apres_cinq_echecs_meme_le_bon_mot_de_passe_attend(client):
    for _ in range(ECHECS):
        assert TROP not in entrer(client, "inexact").content.decode()
    page = entrer(client)
    assert page.status_code == 200
    assert TROP in page.content.decode()


def test_les_echecs_sont_comptes_la_ou_tous_les_lisent(client):
    entrer(client, "inexact")
    with redis.Redis.from_url(settings.REDIS_URL) as serveur:
        comptes = list(serveur.scan_iter(f"{settings.CACHES['default']['KEY_PREFIX']}:*login_fa*"))
    assert len(comptes) == 2  # by address of the person, by address of the machine


def test_une_limite_atteinte_se_dit_en_francais(client):
    for _ in range(5):
        reponse = client.post(reverse("account_reset_password"), {"email": ADRESSE})
        assert reponse.status_code == 302
    reponse = client.post(reverse("account_reset_password"), {"email": ADRESSE})
    page = reponse.content.decode()
    assert reponse.status_code == 429
    assert "<h1>Trop de demandes en peu de temps</h1>" in page
    assert 'lang="fr"' in page


def test_sans_redis_les_pages_vont_et_la_connexion_le_dit_vite(client, settings):
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
    }
    client.raise_request_exception = False
    assert client.get("/").status_code == 200
    assert client.get(reverse("account_login")).status_code == 200
    reponse = entrer(client)
    assert reponse.status_code == 500
    assert "Le portail a rencontré une erreur" in reponse.content.decode()
