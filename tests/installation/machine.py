"""A machine where containers would run: their commands, over the servers of the wheels."""

import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg

from portal.socle.serveurs import valkey
from portal.socle.serveurs.postgres import Postgres, _binaire
from portal.socle.serveurs.valkey import Valkey
from tests.installation.compose import RACINE, SERVICES, commande, variables_image

NOM = "portail.example"
# Of the tests; what is typed in a shell or an address is there on purpose.
SECRETS = {
    "mot_de_passe_postgres": "admin",
    "mot_de_passe_base": "p@ss'w/rd %20",
    "mot_de_passe_service": "s3rv'ice/%40",
    "cle_secrete": "k" * 60,
    "cle_journal": "A" * 43,
    "courrier": "smtp://courrier:1025",
    "jeton_mesures": "j3ton",
}


class Grappe(Postgres):
    """PostgreSQL as its image prepares it: the arguments of the service, and passwords asked."""

    def _creer(self) -> None:
        self._reserver_emplacement()
        mot_de_passe = self.emplacement / "mot_de_passe"
        secret = self.dossier.parent / "secrets/mot_de_passe_postgres"
        mot_de_passe.write_text(secret.read_text().strip())
        os.chmod(mot_de_passe, 0o644)
        options = shlex.split(SERVICES["base"]["environment"]["POSTGRES_INITDB_ARGS"])
        fin = self._executer(
            *("initdb", "--username=postgres", "--auth=scram-sha-256", "--no-sync"),
            *(f"--pwfile={mot_de_passe}", *options),
        )
        assert fin.returncode == 0, fin.stdout


class File(Valkey):
    """Redis with the arguments of its service, on a socket of this machine."""

    def lancer(self) -> None:
        self.donnees.mkdir(exist_ok=True, mode=0o700)
        ici = {"port": "0", "unixsocket": str(self.prise), "dir": str(self.donnees)}
        options = [mot for cle, valeur in ici.items() for mot in (f"--{cle}", valeur)]
        self._detacher([str(valkey._binaire()), *commande("redis")[1:], *options], cwd="/")


@dataclass
class Installation:
    """One machine: its folders, its servers, and what containers are given."""

    dossier: Path
    prise: str
    redis: str
    port: int
    port_mesures: int
    nom: str = NOM
    adresse_publique: str = f"https://{NOM}"

    def lieu(self, texte: str) -> str:
        """A value of the container files, as it reads on this machine."""
        remplacements = {
            "@base:5432/portail": f"@:5432/portail?host={self.prise}",
            "redis://redis:6379/0": self.redis,
            "/run/secrets/": f"{self.dossier}/secrets/",
            "/planning/": f"{self.dossier}/planning/",
            "/donnees": f"{self.dossier}/donnees",
            "/temoin": f"{self.dossier}/temoin",
            "/cachets": f"{self.dossier}/cachets",
            "/cles_cachets": f"{self.dossier}/cles_cachets",
            "/app/statiques": f"{self.dossier}/statiques",
            "0.0.0.0:8000": f"127.0.0.1:{self.port}",
            "https://${NOM_PUBLIC}": self.adresse_publique,
            "${NOM_PUBLIC}": self.nom,
        }
        for la_bas, ici in remplacements.items():
            texte = texte.replace(la_bas, ici)
        texte = re.sub(r"\$\{EXPEDITEUR:.*\}", "x@x.fr", texte)
        return re.sub(r"\$\{NOM_PUBLIC:\?[^}]*\}", self.nom, texte)

    def variables(self, service: str) -> dict[str, str]:
        donnees = {**variables_image(), **SERVICES[service]["environment"]}
        donnees.pop("PATH")
        # Each container has a /tmp of its own.
        donnees["PROMETHEUS_MULTIPROC_DIR"] = f"{self.dossier}/mesures-{service}"
        if "PORT_MESURES" in donnees:
            donnees["PORT_MESURES"] = str(self.port_mesures)
        return {nom: self.lieu(valeur) for nom, valeur in donnees.items()}

    def commande(self, service: str) -> list[str]:
        return [self.lieu(mot) for mot in commande(service)]

    def complet(self, variables: dict[str, str]) -> dict[str, str]:
        """The whole environment of a container: where its programs are, and what it is given."""
        chemin = f"{Path(sys.executable).parent}:{_binaire('psql').parent}:{os.environ['PATH']}"
        return {"PATH": chemin, "LC_ALL": "C.UTF-8", **variables}

    def executer(
        self, mots: list[str], variables: dict[str, str]
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            mots,
            cwd=RACINE,
            env=self.complet(variables),
            capture_output=True,
            text=True,
            timeout=1200,
            check=False,
        )

    def secret(self, nom: str) -> str:
        return (self.dossier / "secrets" / nom).read_text().strip()

    def variables_base(self) -> dict[str, str]:
        """Those by which PostgreSQL's programs reach the cluster as its superuser."""
        return {
            "PGHOST": self.prise,
            "PGPASSWORD": self.secret("mot_de_passe_postgres"),
            "SECRET_BASE": f"{self.dossier}/secrets/mot_de_passe_base",
            "SECRET_SERVICE": f"{self.dossier}/secrets/mot_de_passe_service",
        }

    def administrer(self, *mots: str) -> str:
        """A PostgreSQL program, as the superuser of the cluster."""
        fin = self.executer(list(mots), self.variables_base())
        assert fin.returncode == 0, fin.stderr
        return fin.stdout

    def lire(self, requete: str) -> list[tuple[object, ...]]:
        acces = {
            "user": "portail",
            "password": self.secret("mot_de_passe_base"),
            "dbname": "portail",
        }
        with psycopg.connect(host=self.prise, **acces) as connexion:
            return connexion.execute(requete).fetchall()


def attendre(condition: Callable[[], bool], delai: float = 180) -> bool:
    echeance = time.monotonic() + delai
    while not condition():
        if time.monotonic() > echeance:
            return False
        time.sleep(0.3)
    return True
