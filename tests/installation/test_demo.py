"""``make demo`` for real, from a bare copy of the sources in a folder closed to others."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from tests.pile.demonstration import Demonstration
from tests.pile.pannes_de_la_demo import eprouver

RACINE = Path(__file__).resolve().parents[2]
SYSTEME = Path("/var/lib/portail-partenaires")
OUVERT = "Le portail est ouvert"
DELAI = 240
# What the suite itself was given must not reach the demonstration.
PROPRES_A_LA_SUITE = (
    *("DATABASE_URL", "REDIS_URL", "DOSSIER_DONNEES", "DEMO", "DJANGO_SETTINGS_MODULE"),
    *("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PYTHONPATH", "VIRTUAL_ENV"),
)


@dataclass
class Clone:
    """A copy of the sources, and what ``make`` did there."""

    racine: Path
    port: int
    processus: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def environnement(self) -> dict[str, str]:
        herite = {cle: v for cle, v in os.environ.items() if cle not in PROPRES_A_LA_SUITE}
        return {**herite, "PORT": str(self.port)}

    @property
    def sortie(self) -> Path:
        return self.racine.parent / "sortie.txt"

    def demarrer(self) -> None:
        """``make demo``, until it says that the portal is open."""
        with self.sortie.open("w") as sortie:
            processus = subprocess.Popen(
                ["make", "demo"],
                cwd=self.racine,
                env=self.environnement,
                stdin=subprocess.DEVNULL,
                stdout=sortie,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                text=True,
            )
        self.processus.append(processus)
        echeance = time.monotonic() + DELAI
        while OUVERT not in self.sortie.read_text():
            assert processus.poll() is None, self.sortie.read_text()
            assert time.monotonic() < echeance, self.sortie.read_text()
            time.sleep(0.2)

    def interrompre(self, numero: signal.Signals) -> None:
        """As a terminal does: the signal goes to make and to what it runs."""
        processus = self.processus[-1]
        os.killpg(processus.pid, numero)
        processus.wait(60)
        # make may die before the supervisor has finished.
        psutil.wait_procs(self.restes(), timeout=30)

    def lancer(self, *commande: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            commande,
            cwd=self.racine,
            env=self.environnement,
            capture_output=True,
            text=True,
            timeout=DELAI,
            check=False,
        )

    def restes(self) -> list[psutil.Process]:
        """The processes of this copy, wherever its programs and data are."""
        lieux = {str(self.racine)}
        for lien in (self.racine / ".venv", self.racine / ".donnees/postgres"):
            lieux.add(str(lien.resolve()))
        trouves = []
        for processus in psutil.process_iter(["cmdline", "cwd"]):
            ligne = " ".join([*(processus.info["cmdline"] or []), processus.info["cwd"] or ""])
            if any(lieu in ligne for lieu in lieux):
                trouves.append(processus)
        return trouves


@pytest.fixture
def clone(tmp_path: Path) -> Iterator[Clone]:
    prive = tmp_path / "privé"
    prive.mkdir(mode=0o700)
    ignores = (".git", ".venv", ".donnees", "__pycache__", ".*_cache", ".hypothesis")
    racine = prive / "clone"
    shutil.copytree(RACINE, racine, ignore=shutil.ignore_patterns(*ignores))
    clone = Clone(racine, port_libre())
    yield clone
    for processus in clone.processus:
        if processus.poll() is None:
            os.killpg(processus.pid, signal.SIGTERM)
            processus.wait(60)
    clone.lancer(
        ".venv/bin/python",
        "-c",
        "from pathlib import Path; from portal.socle.serveurs import effacer_donnees;"
        "effacer_donnees(Path('.donnees').resolve())",
    )
    emplacement = (racine / ".venv").resolve().parent
    if emplacement.parent == SYSTEME:
        shutil.rmtree(emplacement)


def droits(clone: Clone) -> dict[Path, int]:
    """The modes of every folder on the way to the copy."""
    return {p: stat.S_IMODE(p.stat().st_mode) for p in (clone.racine, *clone.racine.parents)}


def page(clone: Clone) -> int:
    sans_mandataire = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with sans_mandataire.open(f"http://127.0.0.1:{clone.port}/", timeout=10) as reponse:
        return int(reponse.status)


@pytest.mark.longue
def test_make_demo_de_l_installation_a_l_arret(clone: Clone, tmp_path: Path) -> None:
    avant = droits(clone)
    clone.demarrer()
    assert page(clone) == 200
    assert '"event"' not in clone.sortie.read_text()  # accounts, and no line of the logs

    # A second one is refused in one line; a command uses the servers that run.
    seconde = clone.lancer("make", "demo")
    assert seconde.returncode != 0
    assert "La démonstration tourne déjà" in seconde.stderr
    assert "Traceback" not in seconde.stderr
    commande = clone.lancer(".venv/bin/python", "manage.py", "showmigrations", "--plan")
    assert commande.returncode == 0, commande.stderr
    assert "[ ]" not in commande.stdout
    assert page(clone) == 200

    # People type while a process, PostgreSQL and Valkey die; a backup comes back whole.
    demo = Demonstration(clone.racine / ".donnees", clone.port, clone.processus[-1], clone.sortie)
    rendue = tmp_path / "rendue"
    rendue.mkdir()
    eprouver(demo, rendue)

    clone.interrompre(signal.SIGINT)
    assert "Tout est arrêté" in clone.sortie.read_text()
    assert clone.restes() == []

    # Nothing private was opened; as root, what others must read lies elsewhere.
    assert droits(clone) == avant
    prives = [clone.racine / ".venv", clone.racine / ".donnees/postgres"]
    assert all(p.resolve().is_relative_to(SYSTEME) == (os.geteuid() == 0) for p in prives)
    assert stat.S_IMODE((clone.racine / ".donnees/cle_secrete").stat().st_mode) == 0o600

    # Once installed, nothing is installed again, and SIGTERM stops as well as Ctrl-C.
    clone.demarrer()
    assert "Installation" not in clone.sortie.read_text()
    clone.interrompre(signal.SIGTERM)
    assert clone.restes() == []

    # A command alone starts the servers and stops them.
    commande = clone.lancer(".venv/bin/python", "manage.py", "showmigrations")
    assert commande.returncode == 0, commande.stderr
    assert clone.restes() == []


def test_un_port_pris_est_dit_en_une_ligne(tmp_path: Path) -> None:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        prise.listen()
        port = str(prise.getsockname()[1])
        essai = demander(DOSSIER_DONNEES=str(tmp_path), PORT=port)
    assert essai.returncode == 1
    assert essai.stderr.startswith(f"Le port {port} est déjà pris")
    assert essai.stderr.count("\n") == 1


@pytest.mark.parametrize("port", ["abc", "0", "65536", "8000.5", "-1", "٨٠٠٠"])
def test_un_port_qui_n_en_est_pas_un_est_refuse(port: str, tmp_path: Path) -> None:
    essai = demander(DOSSIER_DONNEES=str(tmp_path), PORT=port)
    assert essai.returncode == 1
    assert essai.stderr == f"PORT doit être un nombre entre 1 et 65535, et non « {port} ».\n"


@pytest.mark.parametrize("nom", ["DATABASE_URL", "REDIS_URL", "DOSSIER_DONNEES"])
def test_demo_neuve_n_efface_rien_de_ce_que_l_environnement_designe(
    nom: str, tmp_path: Path
) -> None:
    temoin = tmp_path / "temoin"
    temoin.touch()
    variables = {"DOSSIER_DONNEES": str(tmp_path), nom: str(tmp_path), "PORT": str(port_libre())}
    essai = demander("--neuve", **variables)
    assert essai.returncode == 1
    assert nom in essai.stderr
    assert "à vider par vous-même" in essai.stderr
    assert temoin.exists()


def port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return int(prise.getsockname()[1])


def demander(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """``python -m portal.demo``, over a folder of the test."""
    herite = {cle: v for cle, v in os.environ.items() if cle not in PROPRES_A_LA_SUITE}
    return subprocess.run(
        [sys.executable, "-m", "portal.demo", *arguments],
        cwd=RACINE,
        env={**herite, **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
