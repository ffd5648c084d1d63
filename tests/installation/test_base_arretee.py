"""Without its database, the portal says so within seconds, on every address that needs it."""

import http.client
import os
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from portal.processus import attendre_page
from tests.processus import port_libre, processus

pytestmark = pytest.mark.django_db(transaction=True)
SESSION = {"Cookie": "sessionid=celle-d-une-personne-connectee"}
JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def sans_base(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[str]:
    """The portal over a database where nobody listens."""
    dossier: Path = tmp_path_factory.mktemp("sans-base")
    adresse = f"127.0.0.1:{port_libre()}"
    variables = {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"postgresql://personne@127.0.0.1:{port_libre()}/rien",
        "REDIS_URL": os.environ["REDIS_URL"],
    }
    commande = ("gunicorn", "portal.wsgi", "--bind", adresse, "--threads", "2")
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
    assert duree < 2


def test_un_script_le_lit_dans_sa_langue(sans_base: str) -> None:
    code, entetes, corps, _ = demander(sans_base, "/declarations/", **SESSION, **JSON)
    assert (code, corps) == (503, '{"raison": "indisponible"}')
    assert "Retry-After" in entetes


def test_ce_qui_ne_demande_pas_la_base_repond(sans_base: str) -> None:
    assert demander(sans_base, "/sante/")[0] == 200
    assert demander(sans_base, "/")[0] == 200
    assert demander(sans_base, "/sante/pret/")[0] == 503
