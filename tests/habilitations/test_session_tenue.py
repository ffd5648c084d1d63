"""Idle minutes start again at each request, and are written now and then only."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.monde import MAINTENANT, Monde

pytestmark = pytest.mark.django_db
PAGE = reverse("accueil:a_faire")


def ecritures(client: Client, quand: timedelta) -> int:
    """How many times a page, opened so long after the login, writes the session."""
    with (
        time_machine.travel(MAINTENANT + quand, tick=False),
        CaptureQueriesContext(
            connection,
        ) as requetes,
    ):
        assert client.get(PAGE).status_code == 200
    return sum('UPDATE "django_session"' in r["sql"] for r in requetes.captured_queries)


@pytest.fixture
def client_connecte(monde: Monde) -> Client:
    client = Client()
    with time_machine.travel(MAINTENANT, tick=False):
        client.force_login(monde.passerelles.activite)
        client.get(PAGE)
    return client


def test_une_page_n_ecrit_pas_la_session_a_chaque_fois(client_connecte: Client) -> None:
    assert ecritures(client_connecte, timedelta(seconds=10)) == 0
    assert ecritures(client_connecte, timedelta(seconds=settings.SESSION_RENOUVELEE)) == 1
    assert ecritures(client_connecte, timedelta(seconds=settings.SESSION_RENOUVELEE + 10)) == 0


def test_une_horloge_reculee_n_empeche_pas_le_renouvellement(client_connecte: Client) -> None:
    assert ecritures(client_connecte, -timedelta(hours=2)) == 1


@pytest.mark.parametrize(
    ("inactive", "attendu"),
    [
        (timedelta(minutes=settings.SESSION_MINUTES) - timedelta(seconds=1), 200),
        (timedelta(seconds=settings.SESSION_COOKIE_AGE + 1), 302),
    ],
)
def test_personne_n_est_mis_dehors_avant_l_heure(
    client_connecte: Client, inactive: timedelta, attendu: int
) -> None:
    """The last request was not written: the minutes told to people run from it all the same."""
    derniere = timedelta(seconds=settings.SESSION_RENOUVELEE - 1)
    assert ecritures(client_connecte, derniere) == 0
    with time_machine.travel(MAINTENANT + derniere + inactive, tick=False):
        assert client_connecte.get(PAGE).status_code == attendu


def test_qui_n_est_pas_connecte_n_a_pas_de_session() -> None:
    Client().get(reverse("accueil:public"))
    assert not Session.objects.exists()
