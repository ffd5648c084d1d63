"""Real processes for tests: gunicorn, Celery and the like, over the database of the tests."""

import os
import socket
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest import mock
from urllib.parse import quote

from django.db import connection

from portal.processus import Processus, arreter, attendre_page
from tests import sous_service

RACINE = Path(__file__).resolve().parents[1]


def adresse_base() -> str:
    """DATABASE_URL of the test database, whichever way its server is reached."""
    base = connection.settings_dict
    hote = base["HOST"] or base["OPTIONS"].get("host", "")
    compte = quote(base["USER"], safe="")
    if base["PASSWORD"]:
        compte += f":{quote(base['PASSWORD'], safe='')}"
    port = f":{base['PORT']}" if base["PORT"] else ""
    role = f"&options=-crole%3D{sous_service.ROLE}" if sous_service.en_service() else ""
    return f"postgresql://{compte}@{port}/{base['NAME']}?host={quote(hote, safe='/')}{role}"


def port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return int(prise.getsockname()[1])


@contextmanager
def processus(
    nom: str, commande: Sequence[str], dossier: Path, variables: Mapping[str, str]
) -> Iterator[Processus]:
    """Run a command in an environment that holds ``variables`` and nothing of the suite."""
    garde = {cle: os.environ[cle] for cle in ("HOME", "LANG", "TZ") if cle in os.environ}
    dossier.mkdir(exist_ok=True)
    chemin = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    with mock.patch.dict(os.environ, {**garde, "PATH": chemin, **variables}, clear=True):
        lance = Processus(nom, commande, RACINE, dossier)
    try:
        yield lance
    finally:
        arreter([lance])


@contextmanager
def gunicorn(
    dossier: Path, application: str = "portal.wsgi", *, fils: int = 2, attendue: str = "/sante/"
) -> Iterator[str]:
    """The portal under gunicorn, with the settings of the tests; yields its address.

    ``fils`` is how many requests it serves at once; ``attendue`` answers once it is ready.
    """
    adresse = f"127.0.0.1:{port_libre()}"
    variables = {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": adresse_base(),
        "REDIS_URL": os.environ["REDIS_URL"],
    }
    commande = ("gunicorn", application, "--bind", adresse, "--threads", str(fils))
    guichet = ("--worker-class", "portal.guichet.Guichet", "--no-control-socket")
    with processus("web", (*commande, *guichet), dossier, variables) as web:
        attendre_page(f"http://{adresse}{attendue}", web)
        yield adresse
