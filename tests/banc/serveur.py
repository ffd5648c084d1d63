"""The servers of the bench: the command of the image, on 127.0.0.1 only, and its database."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from portal.processus import Processus, arreter, attendre_page
from portal.socle import serveurs

RACINE = Path(__file__).resolve().parents[2]
REGLAGES = "tests.banc.reglages"
HOTE = "127.0.0.1"
_CELERY = ("celery", "-A", "portal.celery", "worker", "--loglevel", "warning")
WORKER = {"banc-worker": [*_CELERY, "--concurrency", "2"]}


def environnement(dossier: Path) -> dict[str, str]:
    """What the image is given, and nothing of the shell; the embedded servers stand in."""
    garde = {cle: os.environ[cle] for cle in ("HOME", "LANG", "TZ", "TMPDIR") if cle in os.environ}
    return {
        **garde,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "DOSSIER_DONNEES": str(dossier),
        "ALLOWED_HOSTS": HOTE,
        "ADRESSE_PUBLIQUE": f"https://{HOTE}",
        "DERRIERE_PROXY": "1",
        "NIVEAU_JOURNAUX": "WARNING",
        "PYTHONUNBUFFERED": "1",
    }


def commande_de_l_image(adresse: str) -> list[str]:
    """The command of the Dockerfile, bound to an address of this machine."""
    texte = (RACINE / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")
    commande: list[str] = json.loads(re.findall(r"^CMD (\[.*\])$", texte, re.MULTILINE)[-1])
    commande[commande.index("--bind") + 1] = adresse
    if not Path("/dev/shm").is_dir():
        place = commande.index("--worker-tmp-dir")
        del commande[place : place + 2]
    return commande


def preparer(dossier: Path, echelle: int, dire: Callable[[str], None]) -> None:
    """Migrate, load the set where there is none, put up the wall, gather static files."""
    dossier.mkdir(parents=True, exist_ok=True, mode=0o700)
    variables = environnement(dossier)
    gerer = [sys.executable, "manage.py"]
    demo = {**variables, "DEMO": "1"}
    _executer([*gerer, "mettre_base_a_jour"], demo)
    peupler = [*gerer, "peupler", "--echelle", str(echelle)]
    fait = subprocess.run(
        peupler, cwd=RACINE, env=demo, check=False, capture_output=True, text=True
    )
    if fait.returncode and "déjà peuplée" not in fait.stderr:
        raise SystemExit(fait.stderr)
    dire("Jeu chargé." if not fait.returncode else "Jeu déjà chargé.")
    mur = {cle: os.environ[cle] for cle in ("SANS_MUR",) if cle in os.environ}
    _executer([*gerer, "accorder_service", "--creer", "--mur"], demo | mur)
    _executer([*gerer, "collectstatic", "--noinput", "-v", "0"], variables)


def _executer(commande: list[str], variables: Mapping[str, str]) -> None:
    subprocess.run(commande, cwd=RACINE, env=dict(variables), check=True)


@contextmanager
def portail(dossier: Path, port: int) -> Iterator[list[Processus]]:
    """The web processes and a worker, of the role that serves; stopped on the way out."""
    adresse = f"{HOTE}:{port}"
    commandes = {"banc-web": commande_de_l_image(adresse), **WORKER}
    with _lances(dossier, commandes) as lances:
        attendre_page(f"http://{adresse}/sante/", lances[0])
        yield lances


@contextmanager
def worker(dossier: Path) -> Iterator[Processus]:
    """A worker alone, of the role that serves."""
    with _lances(dossier, WORKER) as (lance,):
        yield lance


@contextmanager
def _lances(dossier: Path, commandes: Mapping[str, list[str]]) -> Iterator[list[Processus]]:
    base = serveurs.adresse_de_service(serveurs.adresse_base(dossier))
    variables = {
        **environnement(dossier),
        **{cle: os.environ[cle] for cle in ("EMAIL_URL",) if cle in os.environ},
        "DATABASE_URL": base,
        "DJANGO_SETTINGS_MODULE": REGLAGES,
    }
    with mock.patch.dict(os.environ, variables, clear=True):
        journaux = dossier / "journaux"
        lances = [Processus(nom, c, RACINE, journaux) for nom, c in commandes.items()]
    try:
        yield lances
    finally:
        arreter(lances)


def memoire(lances: list[Processus]) -> dict[str, int]:
    """Resident memory of the largest process of each kind, in MB."""
    rendue = {}
    for processus in lances:
        tailles = [_rss(pid) for pid in _descendance(processus.pid)]
        rendue[processus.nom] = max(tailles, default=0) // 1024
    return rendue


def _descendance(pid: int) -> list[int]:
    if shutil.which("pgrep") is None:
        return [pid]
    sortie = subprocess.run(
        shlex.split(f"pgrep -P {pid}"), check=False, capture_output=True, text=True
    ).stdout.split()
    return [pid, *(petit for enfant in sortie for petit in _descendance(int(enfant)))]


def _rss(pid: int) -> int:
    try:
        texte = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    trouve = re.search(r"^VmRSS:\s+(\d+)", texte, re.MULTILINE)
    return int(trouve[1]) if trouve else 0
