"""Without its database, the portal says so within seconds, on every address that needs it."""

import http.client
import os
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, UUIDConverter

from portal.processus import attendre_page
from tests.processus import port_libre, processus

pytestmark = pytest.mark.django_db(transaction=True)
SESSION = {"Cookie": "sessionid=celle-d-une-personne-connectee"}
JSON = {"Accept": "application/json"}
A_LA_FOIS = 6  # people asking at once, each of whom only waits
# Seconds that the process of these tests waits for a connection, a third of what the portal does,
# and what a page may take here for the portal to take less than two.
BASE_DELAI = settings.BASE_DELAI / 3
DUREE_MAX = 2 - settings.BASE_DELAI + BASE_DELAI
EXEMPLES = {IntConverter: "1", UUIDConverter: "00000000-0000-4000-8000-000000000000"}


@pytest.fixture(scope="module", params=["arretee", "muette"])
def sans_base(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
) -> Iterator[str]:
    """The portal over a database where nobody listens, or that takes calls and never answers."""
    with ExitStack() as pile:
        port = port_libre()
        if request.param == "muette":
            muette = pile.enter_context(socket.create_server(("127.0.0.1", 0), backlog=512))
            port = muette.getsockname()[1]
        yield from _servir(tmp_path_factory.mktemp("sans-base"), port)


def _servir(dossier: Path, port: int) -> Iterator[str]:
    adresse = f"127.0.0.1:{port_libre()}"
    variables = {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"postgresql://personne@127.0.0.1:{port}/rien",
        "REDIS_URL": os.environ["REDIS_URL"],
        "TESTS_BASE_DELAI": str(BASE_DELAI),
    }
    commande = ("gunicorn", "portal.wsgi", "--bind", adresse, "--threads", str(A_LA_FOIS))
    guichet = ("--worker-class", "portal.guichet.Guichet", "--no-control-socket")
    with processus("web", (*commande, *guichet), dossier, variables) as web:
        attendre_page(f"http://{adresse}/sante/", web)
        yield adresse


def demander(adresse: str, chemin: str, **entetes: str) -> tuple[int, dict[str, str], str, float]:
    debut = time.monotonic()
    with closing(http.client.HTTPConnection(adresse, timeout=30)) as connexion:
        connexion.request("GET", chemin, headers=entetes)
        reponse = connexion.getresponse()
        corps = reponse.read().decode()
        return reponse.status, dict(reponse.headers), corps, time.monotonic() - debut


@pytest.mark.parametrize(
    "chemin", ["/a-faire/", "/declarations/", "/declarations/1/", "/admin/", "/compte/connexions/"]
)
def test_une_page_dit_vite_que_la_base_ne_repond_pas(sans_base: str, chemin: str) -> None:
    code, entetes, corps, duree = demander(sans_base, chemin, **SESSION)
    assert code == 503
    assert "Ce que vous aviez enregistré est intact" in corps
    assert int(entetes["Retry-After"]) >= 10
    assert duree < DUREE_MAX


def test_un_script_le_lit_dans_sa_langue(sans_base: str) -> None:
    code, entetes, corps, _ = demander(sans_base, "/declarations/", **SESSION, **JSON)
    assert (code, corps) == (503, '{"raison": "indisponible"}')
    assert "Retry-After" in entetes


def test_ce_qui_ne_demande_pas_la_base_repond(sans_base: str) -> None:
    assert demander(sans_base, "/sante/")[0] == 200
    assert demander(sans_base, "/")[0] == 200
    assert demander(sans_base, "/sante/pret/")[0] == 503


def adresses(motifs: list[URLPattern | URLResolver], debut: str = "/") -> Iterator[str]:
    """Every address of the portal, with something where it takes something."""
    for motif in motifs:
        chemin = getattr(motif.pattern, "_route", None)
        if chemin is None:  # written as an expression: Django’s own, of its administration
            continue
        for nom, genre in motif.pattern.converters.items():
            chemin = _remplacer(chemin, nom, EXEMPLES.get(type(genre), "a"))
        if isinstance(motif, URLResolver):
            yield from adresses(motif.url_patterns, debut + chemin)
        else:
            yield debut + chemin


def _remplacer(chemin: str, nom: str, exemple: str) -> str:
    avant, _, apres = chemin.partition(f"{nom}>")
    return avant.rpartition("<")[0] + exemple + apres


def _une_par_ecran() -> list[str]:
    """An address of each application’s screens: two parts of its path tell them apart."""
    premieres: dict[tuple[str, ...], str] = {}
    for chemin in adresses(get_resolver().url_patterns):
        premieres.setdefault(tuple(chemin.split("/")[1:3]), chemin)
    return sorted(premieres.values())[::4]


def test_aucune_adresse_ne_tombe_ni_ne_fait_attendre(sans_base: str) -> None:
    """Whoever asks, and whatever they ask for: a page that says so, or one that needs no data."""
    demandees = [(c, e) for c in _une_par_ecran() for e in ({}, SESSION)]
    with ThreadPoolExecutor(A_LA_FOIS) as ouvriers:
        rendues = list(ouvriers.map(lambda d: demander(sans_base, d[0], **d[1]), demandees))
    dites = [rendue for rendue in rendues if rendue[0] == 503]
    assert len(dites) > len(demandees) // 4
    for (chemin, _), (code, _, _, duree) in zip(demandees, rendues, strict=True):
        assert code < 500 or code == 503, chemin
        assert duree < DUREE_MAX, chemin
