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

from portal.socle.serveurs.postgres import Postgres, _binaire
from tests.installation.compose import RACINE, SERVICES, commande, variables_image

NOM = "portail.example"
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
        mot_de_passe.write_text(SECRETS["mot_de_passe_postgres"])
        os.chmod(mot_de_passe, 0o644)
        options = shlex.split(SERVICES["base"]["environment"]["POSTGRES_INITDB_ARGS"])
        fin = self._executer(
            *("initdb", "--username=postgres", "--auth=scram-sha-256", "--no-sync"),
            *(f"--pwfile={mot_de_passe}", *options),
        )
        assert fin.returncode == 0, fin.stdout


@dataclass
class Installation:
    """One machine: its folders, its servers, and what containers are given."""

    dossier: Path
    prise: str
    redis: str
    port: int
    port_mesures: int

    def lieu(self, texte: str) -> str:
        """A value of the container files, as it reads on this machine."""
        remplacements = {
            "@base:5432/portail": f"@:5432/portail?host={self.prise}",
            "redis://redis:6379/0": self.redis,
            "/run/secrets/": f"{self.dossier}/secrets/",
            "/planning/": f"{self.dossier}/planning/",
            "/donnees": f"{self.dossier}/donnees",
            "/temoin": f"{self.dossier}/temoin",
            "/app/statiques": f"{self.dossier}/statiques",
            "0.0.0.0:8000": f"127.0.0.1:{self.port}",
            "${NOM_PUBLIC}": NOM,
        }
        for la_bas, ici in remplacements.items():
            texte = texte.replace(la_bas, ici)
        return re.sub(
            r"\$\{NOM_PUBLIC:\?[^}]*\}", NOM, re.sub(r"\$\{EXPEDITEUR:.*\}", "x@x.fr", texte)
        )

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

    def executer(
        self, mots: list[str], variables: dict[str, str]
    ) -> subprocess.CompletedProcess[str]:
        chemin = f"{Path(sys.executable).parent}:{_binaire('psql').parent}:{os.environ['PATH']}"
        return subprocess.run(
            mots,
            cwd=RACINE,
            env={"PATH": chemin, "LC_ALL": "C.UTF-8", **variables},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def administrer(self, *mots: str) -> str:
        """A PostgreSQL program, as the superuser of the cluster."""
        variables = {
            "PGHOST": self.prise,
            "PGPASSWORD": SECRETS["mot_de_passe_postgres"],
            "SECRET_BASE": f"{self.dossier}/secrets/mot_de_passe_base",
            "SECRET_SERVICE": f"{self.dossier}/secrets/mot_de_passe_service",
        }
        fin = self.executer(list(mots), variables)
        assert fin.returncode == 0, fin.stderr
        return fin.stdout

    def lire(self, requete: str) -> list[tuple[object, ...]]:
        acces = {"user": "portail", "password": SECRETS["mot_de_passe_base"], "dbname": "portail"}
        with psycopg.connect(host=self.prise, **acces) as connexion:
            return connexion.execute(requete).fetchall()


def attendre(condition: Callable[[], bool], delai: float = 180) -> bool:
    echeance = time.monotonic() + delai
    while not condition():
        if time.monotonic() > echeance:
            return False
        time.sleep(0.3)
    return True
