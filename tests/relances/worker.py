"""A real Celery worker, over a queue of its own and the database of the tests."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from celery import Task
from kombu import Connection

from portal.socle.serveurs.valkey import _binaire
from tests.processus import adresse_base

RACINE = Path(__file__).resolve().parents[2]
REDIS_DEBIAN = shutil.which("redis-server", path=f"{os.environ['PATH']}:/usr/bin:/usr/sbin")
DELAI = 60.0


def attendre(condition: Callable[[], object], delai: float = DELAI) -> None:
    """Wait until something is true; fail when it does not come."""
    echeance = time.monotonic() + delai
    while not condition():
        assert time.monotonic() < echeance, "rien n’est venu à temps"
        time.sleep(0.05)


@contextmanager
def file_d_attente(dossier: Path, binaire: str = "") -> Iterator[str]:
    """A Redis of one's own on a Unix socket: the embedded Valkey, or the program given."""
    prise = dossier / "f.sock"
    commande = [binaire or str(_binaire()), "--port", "0", "--unixsocket", str(prise)]
    serveur = subprocess.Popen(
        [*commande, "--save", "", "--dir", str(dossier)], stdout=subprocess.DEVNULL
    )
    try:
        attendre(prise.exists)
        yield f"redis+socket://{prise}"
    finally:
        serveur.terminate()
        serveur.wait(10)


class Worker:
    """``celery worker`` as in production, with the mail server and the queue it is given."""

    def __init__(self, file: str, courrier: str, journal: Path) -> None:
        self.file = file
        self.journal = journal
        environnement = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "DATABASE_URL": adresse_base(),
            "REDIS_URL": file.replace("redis+socket://", "unix://"),
            "EMAIL_URL": courrier,
            "EMAIL_TIMEOUT": "5",
            "DEMO": "1",
        }
        with journal.open("a") as sortie:
            self.processus = subprocess.Popen(
                [
                    *(sys.executable, "-m", "celery", "-A", "portal.celery", "worker"),
                    *("--concurrency", "1", "--loglevel", "info", "-n", f"t{time.time_ns()}@h"),
                    *("--without-gossip", "--without-mingle"),
                ],
                cwd=RACINE,
                env=environnement,
                stdout=sortie,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def attendre_pret(self) -> "Worker":
        attendre(lambda: "ready." in self.journal.read_text() or self.processus.poll() is not None)
        assert self.processus.poll() is None, self.journal.read_text()
        return self

    def confier(self, tache: Task, *arguments: object) -> None:
        """Put a task in its queue."""
        with Connection(self.file) as lien:
            tache.apply_async(args=arguments, connection=lien, ignore_result=True)

    def tuer(self) -> None:
        """``kill -9``, parent and children at once: nothing can be tidied up."""
        for processus in [*psutil.Process(self.processus.pid).children(True), self.processus]:
            processus.send_signal(signal.SIGKILL)
        self.processus.wait(10)

    def liberer(self) -> None:
        """At the end of a test nothing is left to tidy up, and a polite stop takes seconds."""
        if self.processus.poll() is None:
            self.tuer()
