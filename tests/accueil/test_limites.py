"""Limits on what is tried without an account: counted in Redis, the same for every process."""

import re

import pytest
import redis
from django.conf import settings
from django.test import Client
from django.urls import reverse

from habilitations.liens import lien_de_mot_de_passe
from habilitations.models import Utilisateur
from tests.limites import oublier_les_essais
from tests.relances.worker import file_d_attente

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
    oublier_les_essais()


def entrer(client: Client, mot_de_passe: str = MOT_DE_PASSE, **requete: str):
    champs = {"login": ADRESSE, "password": mot_de_passe}
    return client.post(reverse("account_login"), champs, **requete)


def test_apres_cinq_echecs_meme_le_bon_mot_de_passe_attend(client):
    for _ in range(ECHECS):
        assert TROP not in entrer(client, "inexact").content.decode()
    page = entrer(client)
    assert page.status_code == 200
    assert TROP in page.content.decode()


def test_une_adresse_sans_compte_est_limitee_de_meme(client):
    """Otherwise the limit would tell who has an account."""
    essayer = {"login": "personne@exemple.fr", "password": "inexact"}
    pages = [client.post(reverse("account_login"), essayer) for _ in range(ECHECS + 1)]
    assert [TROP in page.content.decode() for page in pages] == [False] * ECHECS + [True]


def test_les_essais_d_un_autre_n_enferment_pas_dehors(client):
    """Whoever tries an account from elsewhere does not lock its owner out."""
    for _ in range(ECHECS + 1):
        client.post(
            reverse("account_login"),
            {"login": ADRESSE, "password": "inexact"},
            REMOTE_ADDR="198.51.100.7",
        )
    assert TROP in entrer(client, REMOTE_ADDR="198.51.100.7").content.decode()
    assert entrer(client).status_code == 302


def test_la_limite_dit_combien_de_temps_et_quoi_faire(client):
    for _ in range(ECHECS):
        entrer(client, "inexact")
    page = entrer(client).content.decode()
    assert "attendez cinq minutes" in page
    assert "demandez-en un nouveau" in page


def test_un_nouveau_mot_de_passe_rouvre_aussitot(client):
    for _ in range(ECHECS):
        entrer(client, "inexact")
    nouveau = "Quatre chevaux peignent dimanche"
    lien = lien_de_mot_de_passe(Utilisateur.objects.get())
    chemin = re.search(r"/compte/mot-de-passe/nouveau/\S+", lien)[0]
    page = client.get(chemin, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": nouveau, "password2": nouveau})
    assert entrer(client, nouveau).status_code == 302


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
    assert reponse.status_code == 503
    assert reponse["Retry-After"]
    assert "Un service dont il a besoin ne répond pas" in reponse.content.decode()


def test_redis_plein_se_dit_comme_redis_absent(client, settings, tmp_path_factory):
    dossier = tmp_path_factory.mktemp("r")
    with file_d_attente(dossier) as file:
        adresse = file.replace("redis+socket://", "unix://")
        with redis.Redis.from_url(adresse) as serveur:
            serveur.config_set("maxmemory", 1)
        settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": adresse}}
        client.raise_request_exception = False
        reponse = entrer(client)
        assert reponse.status_code == 503
        assert reponse["Retry-After"]
        assert "Un service dont il a besoin ne répond pas" in reponse.content.decode()
