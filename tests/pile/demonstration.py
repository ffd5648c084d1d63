"""A demonstration that runs, seen from outside: its processes, its database, its people."""

import os
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import psutil
import psycopg
from celery import Celery
from django.urls import reverse

from portal.accueil.demo.comptes import MOT_DE_PASSE
from portal.socle import serveurs
from portal.socle.serveurs.postgres import Postgres, _binaire
from portal.socle.serveurs.valkey import Valkey
from tests.banc.client import Navigateur
from tests.banc.saisies import Brouillon

# A draft being typed, and somebody who enters its accounts.
BROUILLONS = """
SELECT DISTINCT ON (u.email) u.email, d.id, vo.id, vo.revision
FROM dossiers_dossier d
JOIN declarations_declaration de ON de.dossier_id = d.id
JOIN declarations_campagne c ON c.id = de.campagne_id AND c.ferme_le > current_date
JOIN declarations_version v ON v.id = de.version_courante_id AND v.envoyee_le IS NULL
JOIN declarations_volet vo ON vo.version_id = v.id AND vo.nature = 'finances'
JOIN habilitations_habilitation h ON h.gestionnaire_id = d.gestionnaire_id AND h.caf_id = d.caf_id
JOIN habilitations_utilisateur u ON u.id = h.utilisateur_id
WHERE d.etat = 'en_saisie' AND v.numero = 1 AND vo.signe_le IS NULL
AND h.role = 'fournisseur_finances' AND h.tous_equipements AND h.au IS NULL
AND h.retiree_le IS NULL AND h.suspendue_le IS NULL
ORDER BY u.email, d.id
"""


@dataclass
class Demonstration:
    """``dossier`` holds its data, ``journal`` what it says; ``processus`` is make, or itself."""

    dossier: Path
    port: int
    processus: subprocess.Popen[str]
    journal: Path

    @property
    def sortie(self) -> str:
        return self.journal.read_text()

    def enfant(self, programme: str) -> psutil.Process:
        """The first process that it started under that name, the parent of the others."""
        for enfant in psutil.Process(self.processus.pid).children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                if programme in " ".join(enfant.cmdline()):
                    return enfant
        raise AssertionError(f"{programme} ne tourne pas :\n{self.sortie}")

    def adresse(self, base: str = "portail") -> str:
        return Postgres(self.dossier).adresse.replace("/portail?", f"/{base}?")

    def lire(self, requete: str, *valeurs: object, base: str = "portail") -> list[tuple[Any, ...]]:
        """As the owner, who sees all."""
        with psycopg.connect(self.adresse(base)) as connexion:
            return connexion.execute(requete, valeurs).fetchall()

    def outil(self, programme: str, *mots: str) -> None:
        """Run a program of PostgreSQL."""
        prise = unquote(self.adresse().split("host=")[1])
        acces = ("--host", prise, "--username", "postgres")
        commande = [str(_binaire(programme)), *acces, *mots]
        fin = subprocess.run(commande, capture_output=True, text=True, check=False)
        assert fin.returncode == 0, fin.stderr

    def variables(self, **autres: str) -> dict[str, str]:
        """Those of a command of the portal, as the role that serves."""
        return {
            "PATH": os.environ["PATH"],
            "DEMO": "1",
            "DOSSIER_DONNEES": str(self.dossier),
            "DATABASE_URL": serveurs.adresse_de_service(self.adresse()),
            "REDIS_URL": Valkey(self.dossier).adresse,
            **autres,
        }

    def taches(self) -> Celery:
        """Its queue: ``control.ping`` asks who works there."""
        file = serveurs.adresse_taches(Valkey(self.dossier).adresse)
        return Celery(broker=file, set_as_current=False)

    def saisies(self, combien: int) -> list[tuple[Navigateur, Brouillon]]:
        """People logged in, each before a draft of their own."""
        trouvees = self.lire(BROUILLONS)
        return [
            (self.entrer(email), Brouillon(dossier, "finances", volet, revision))
            for email, dossier, volet, revision in trouvees[:combien]
        ]

    def entrer(self, email: str) -> Navigateur:
        qui = Navigateur(self.port)
        champs = {"login": email, "password": MOT_DE_PASSE}
        reponse = qui.poster(reverse("account_login"), champs)
        assert reponse.code == 302, (email, reponse)
        return qui
