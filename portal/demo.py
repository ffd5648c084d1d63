"""``make demo``: the whole portal on one machine, started together and stopped together.

Servers first (PostgreSQL, Valkey), static files beside, then the data while gunicorn makes itself
ready, then Celery's worker and beat; on Ctrl-C or SIGTERM, the same in reverse order. Nothing here
is for production.
"""

import fcntl
import io
import os
import shutil
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from portal.preparation import (
    BASE,
    DONNEES,
    Refus,
    dire,
    fermer_la_base,
    ouvrir_les_serveurs,
    preparer,
    regler,
)
from portal.processus import EchecProcessus, Processus, arreter, attendre_page, surveiller
from portal.socle import serveurs

BASE_DIR = Path(__file__).resolve().parent.parent
HOTE = "127.0.0.1"
STATIQUES = ("manage.py", "collectstatic", "--noinput", "--verbosity", "0")
# Gathering files asks nothing of the servers: it need not wait for them.
SANS_SERVEURS = {
    **{"DATABASE_URL": "postgresql://aucune", "DATABASE_URL_FILE": ""},
    **{"REDIS_URL": "redis://aucune", "REDIS_URL_FILE": ""},
}


def main(arguments: list[str]) -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)
    interruption = Interruption()
    for numero in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(numero, interruption)
    try:
        executer(interruption, neuve="--neuve" in arguments)
    except KeyboardInterrupt:
        return 0
    except (Refus, EchecProcessus, serveurs.ServeurIndisponible) as erreur:
        sys.stderr.write(f"{erreur}\n")
        return 1
    return 0


class Interruption:
    """What SIGINT, SIGTERM and SIGHUP do: once only, so that a stop is not cut half-way.

    ``faite`` remembers it: an exception raised in a destructor would be lost.
    """

    faite = False

    def __call__(self, numero: int, cadre: FrameType | None) -> None:
        if not self.faite:
            self.faite = True
            raise KeyboardInterrupt


def executer(interruption: Interruption, *, neuve: bool) -> None:
    """Start everything, then watch until told to stop or until something fails."""
    port = lire_port(os.environ.get("PORT", ""))
    dossier = serveurs.dossier_donnees(BASE_DIR, os.environ.get("DOSSIER_DONNEES", ""))
    with seule(dossier, port):
        verifier_port(port)
        if neuve:
            effacer(dossier)
        processus: list[Processus] = []
        journaux = dossier / "journaux"

        def lancer(nom: str, commande: Sequence[str], **de_plus: str) -> Processus:
            variables = {**os.environ, **de_plus}
            processus.append(Processus(nom, commande, BASE_DIR, journaux, variables))
            return processus[-1]

        try:
            regler(dossier, port)
            statiques = lancer("statiques", [sys.executable, *STATIQUES], **SANS_SERVEURS)
            embarquee = ouvrir_les_serveurs(dossier)
            # A database of one's own: its roles are its owner's business.
            preparer(BASE if embarquee else BASE[:1])
            statiques.finir()
            processus.remove(statiques)
            if embarquee:  # what follows serves, and owns nothing
                base = serveurs.adresse_de_service(os.environ["DATABASE_URL"])
                os.environ["DATABASE_URL"] = base
            suite = commandes(dossier, port)
            web = lancer("web", suite.pop("web"))  # makes itself ready while data are loaded
            preparer(DONNEES)
            comptes = fermer_la_base()
            attendre_page(f"http://{HOTE}:{port}/", web)
            for nom, commande in suite.items():  # the page answers sooner without them
                lancer(nom, commande)
            dire(f"\nLe portail est ouvert : http://localhost:{port}\n\n{comptes}")
            dire(f"Journaux : {_relatif(journaux)}. Ctrl-C arrête tout.")
            surveiller(processus, interruption, relancer_les_serveurs)
        finally:
            interruption.faite = True
            dire("\nArrêt de la démonstration…")
            arreter(processus)
            serveurs.relacher_tout()
            dire(f"Tout est arrêté ; les données restent dans {_relatif(dossier)}.")


def lire_port(texte: str) -> int:
    if not texte:
        return 8000
    if not (texte.isascii() and texte.isdigit() and 0 < int(texte) < 65536):
        raise Refus(f"PORT doit être un nombre entre 1 et 65535, et non « {texte} ».")
    return int(texte)


@contextmanager
def seule(dossier: Path, port: int) -> Iterator[None]:
    """Refuse a second demonstration over the same data."""
    try:
        dossier.mkdir(parents=True, exist_ok=True, mode=0o700)
        descripteur = os.open(dossier / "demo.verrou", os.O_CREAT | os.O_RDWR, 0o600)
    except PermissionError as erreur:
        raise Refus(
            f"Le dossier {_relatif(dossier)} appartient à un autre compte : lancez la "
            "démonstration avec celui qui l’a créé."
        ) from erreur
    with open(descripteur, "r+") as verrou:
        try:
            fcntl.flock(verrou, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as erreur:
            raise Refus(
                f"La démonstration tourne déjà ({verrou.read().strip()}) : arrêtez-la par "
                "Ctrl-C avant d’en lancer une autre."
            ) from erreur
        verrou.truncate()
        verrou.write(f"http://localhost:{port}, processus {os.getpid()}")
        verrou.flush()
        yield


def verifier_port(port: int) -> None:
    with socket.socket() as essai:
        essai.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            essai.bind((HOTE, port))
        except OSError as erreur:
            raise Refus(
                f"Le port {port} est déjà pris ou interdit : choisissez-en un autre, par "
                f"exemple « make demo PORT={8001 if port == 8000 else 8000} »."
            ) from erreur


def effacer(dossier: Path) -> None:
    """Start over; never touches a database, a queue or a folder chosen by the environment."""
    choisis = [
        nom for nom in ("DATABASE_URL", "REDIS_URL", "DOSSIER_DONNEES") if os.environ.get(nom)
    ]
    if choisis:
        raise Refus(
            "make demo-neuve n’efface que les données du projet. Ce que désigne "
            f"{' ou '.join(choisis)} est à vider par vous-même."
        )
    serveurs.effacer_donnees(dossier)
    for chemin in dossier.iterdir():
        if chemin.name == "tests" or chemin.suffix in (".verrou", ".usages"):
            continue
        if chemin.is_dir() and not chemin.is_symlink():
            shutil.rmtree(chemin)
        else:
            chemin.unlink()
    dire("Données effacées.")


def relancer_les_serveurs() -> None:
    """Start PostgreSQL or Valkey again when one has died, and say so."""
    for nom in serveurs.relancer_les_arretes():
        dire(f"{nom} s’était arrêté : il est relancé.")


def commandes(dossier: Path, port: int) -> dict[str, list[str]]:
    """What runs, in the order in which it starts."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "-A", "portal.celery"]
    return {
        "web": [
            *(*python, "gunicorn", "portal.wsgi", "--bind", f"{HOTE}:{port}"),
            *("--worker-class", "portal.guichet.Guichet", "--workers", "2", "--threads", "4"),
            *("--graceful-timeout", "5"),
            "--no-control-socket",  # the portal tells each request once, without its keys
        ],
        "worker": [*celery, "worker", "--loglevel", "info", "--concurrency", "2"],
        "beat": [*celery, "beat", "--schedule", str(dossier / "planning"), "--pidfile", ""],
    }


def _relatif(chemin: Path) -> Path:
    return chemin.relative_to(BASE_DIR) if chemin.is_relative_to(BASE_DIR) else chemin


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
