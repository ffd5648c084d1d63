"""The services of Compose as processes of this machine, kept alive as its policy says.

Each runs its very command, with its variables and secrets (``tests/installation/machine.py``).
PostgreSQL and Redis are those of the wheels; the front server is the nginx of the machine.
"""

import base64
import os
import secrets
import threading
import time
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import replace
from graphlib import TopologicalSorter
from pathlib import Path

from portal import sonde
from portal.processus import Processus
from portal.socle.serveurs.base import ServeurEmbarque, ServeurIndisponible
from tests.installation.compose import RACINE, SERVICES
from tests.installation.machine import File, Grappe, Installation, attendre
from tests.pile import mandataire
from tests.processus import port_libre

NOM = "localhost"
WEB = ("web", "web-2")
DUREE_ARRET = 45.0
DELAI_SANTE = 600.0  # a machine that does much else is slow, not wrong
TOUR = 1.0


class Pile:
    """``demarrer``, then ``tuer``, ``stopper``, ``lancer``; ``arreter`` at the end.

    ``https``: the port people use; the others are drawn. ``courrier``: the mail server, as
    EMAIL_URL writes it.
    """

    def __init__(self, dossier: Path, https: int, courrier: str, *, durable: bool = True) -> None:
        self.dossier, self.https, self.http = dossier, https, port_libre()
        self.adresse = f"https://{NOM}:{https}"
        for nom in ("secrets", "planning", "donnees", "temoin", "cachets", "cles_cachets", "proxy"):
            (dossier / nom).mkdir(parents=True, exist_ok=True, mode=0o700)
        _secrets(dossier / "secrets", courrier)
        base = dossier / "base"
        self.serveurs: dict[str, ServeurEmbarque] = {
            "base": Grappe(base, durable=durable),
            "redis": File(base),
        }
        self.processus: dict[str, Processus] = {}
        self.stoppes: set[str] = set()
        self.version = 0  # of the image: one more each time it is built
        self._versions: dict[str, int] = {}
        self._verrou = threading.RLock()
        self._veille: threading.Thread | None = None
        self._fin = threading.Event()

    # --- Start and stop ----------------------------------------------------------------

    def demarrer(self, *, serveurs_seuls: bool = False) -> None:
        """The servers, then everything else in the order of ``depends_on``; then watch."""
        neuve = not Grappe(self.dossier / "base").grappe.exists()
        prise = self.serveurs["base"].retenir().split("host=")[1]
        self.machine = Installation(
            self.dossier, prise, self.serveurs["redis"].retenir(), 0, 0, NOM, self.adresse
        )
        self.machines = {
            nom: replace(self.machine, port=port_libre(), port_mesures=port_libre())
            for nom in (*WEB, "worker", "beat", "migration")
        }
        if neuve:
            self.machine.administrer(str(RACINE / ".docker/base.sh"))
        collecte = ["python", "manage.py", "collectstatic", "--noinput", "-v", "0"]
        self.executer("web", collecte)
        if not serveurs_seuls:
            self.monter()
        self.veiller()

    def monter(self) -> None:
        """Every service, each as soon as those that it waits for are well."""
        for nom in ordre():
            for avant in SERVICES[nom].get("depends_on", {}):
                if avant in self.processus:
                    self.attendre(avant)
            if nom not in self.serveurs:
                self.lancer(nom, attendre_sante=False)
        for nom in self.processus:
            self.attendre(nom)

    def arreter(self) -> None:
        self._fin.set()
        if self._veille:
            self._veille.join()
        while self.processus:
            self.processus.popitem()[1].arreter(DUREE_ARRET)
        while self.serveurs:
            serveur = self.serveurs.popitem()[1]
            if serveur._usages >= 0:
                serveur.relacher()

    # --- What Compose does of one service ----------------------------------------------

    def lancer(self, nom: str, *, attendre_sante: bool = True) -> None:
        """Start a service, or start it again; return once its health check passes."""
        with self._verrou:
            self.stoppes.discard(nom)
            self._versions[nom] = self.version
            if nom in self.serveurs:
                self.serveurs[nom].relancer()
            elif nom == "migration":
                self.executer(nom, self.machines[nom].commande(nom))
                return
            elif nom in self.processus:
                self.processus[nom].relancer()
            else:
                self.processus[nom] = Processus(
                    nom, self._commande(nom), RACINE, self._journaux(), self.variables(nom)
                )
        if attendre_sante and nom in self.processus:
            self.attendre(nom)

    def attendre(self, nom: str) -> None:
        """Until its health check passes; fails with the end of its log when it ends before."""
        attendre(lambda: self.sain(nom) or not self.processus[nom].vit, DELAI_SANTE)
        assert self.sain(nom), self.processus[nom].dernieres_lignes(40)

    def stopper(self, nom: str) -> None:
        """By hand: it is not started again (``restart: unless-stopped``)."""
        with self._verrou:
            self.stoppes.add(nom)
            if nom in self.serveurs:
                self.serveurs[nom].arreter()
                self.serveurs[nom]._popen.wait()
            else:
                self.processus[nom].arreter(DUREE_ARRET)

    def tuer(self, nom: str) -> None:
        """``kill -9`` of a container."""
        self.processus[nom].tuer()

    def a_jour(self, nom: str) -> bool:
        return self._versions.get(nom) == self.version

    def sain(self, nom: str) -> bool:
        """Its health check."""
        if nom in WEB:
            os.environ["ALLOWED_HOSTS"] = NOM  # read by the check, as in the container
            return sonde.web(f"http://127.0.0.1:{self.machines[nom].port}/sante/pret/")
        if nom == "beat":
            dossier = str(self.dossier / "planning")
            return self.processus[nom].a_dit("beat: Starting") and sonde.beat(dossier)
        if nom == "worker":
            return self.processus[nom].a_dit("ready.")
        return self.processus[nom].vit

    def executer(self, nom: str, mots: list[str]) -> str:
        """Run a command in the container of a service; raises with what it said."""
        fin = self.machines[nom].executer(mots, self.machines[nom].variables(nom))
        assert fin.returncode == 0, fin.stdout + fin.stderr
        return fin.stdout

    def variables(self, nom: str) -> dict[str, str]:
        """The whole environment of a service on this machine."""
        if nom in self.machines:
            machine = self.machines[nom]
            return machine.complet(machine.variables(nom))
        return self.machine.complet(self.machine.variables_base() if nom == "base" else {})

    def _commande(self, nom: str) -> list[str]:
        if nom == "proxy":
            portails = {web: f"127.0.0.1:{self.machines[web].port}" for web in WEB}
            return mandataire.configurer(self.dossier / "proxy", self.http, self.https, portails)
        return self.machines[nom].commande(nom)

    def _journaux(self) -> Path:
        return self.dossier / "journaux"

    # --- The policy of restarts ----------------------------------------------------------

    def veiller(self) -> None:
        """Start again what has ended by itself, as Docker does: it waits no more than TOUR."""
        self._veille = threading.Thread(target=self._veiller, daemon=True)
        self._veille.start()

    def _veiller(self) -> None:
        while not self._fin.wait(TOUR):
            with self._verrou:
                for nom in relances(self.processus, self.stoppes):
                    if not self.processus[nom].vit:
                        self.processus[nom].relancer()
                for nom in relances(self.serveurs, self.stoppes):
                    # Still in the way of its successor: the next round tries again.
                    with suppress(ServeurIndisponible):
                        self.serveurs[nom].relancer()


def relances(noms: Iterable[str], stoppes: Collection[str]) -> list[str]:
    """Those that Compose starts again when they end (``restart:``): not those stopped by hand."""
    return [
        nom for nom in noms if SERVICES[nom]["restart"] == "unless-stopped" and nom not in stoppes
    ]


def ordre() -> list[str]:
    """The services, each after those that it waits for; not those of a profile."""
    dependances = {
        nom: set(service.get("depends_on", {}))
        for nom, service in SERVICES.items()
        if "profiles" not in service
    }
    return list(TopologicalSorter(dependances).static_order())


def _secrets(dossier: Path, courrier: str) -> None:
    """Each once, as docs/exploitation.md has the operator make them."""
    for nom in ("postgres", "base", "service"):
        _garder(dossier / f"mot_de_passe_{nom}", secrets.token_hex(32))
    _garder(dossier / "cle_secrete", secrets.token_hex(32))
    _garder(dossier / "jeton_mesures", secrets.token_hex(32))
    _garder(dossier / "cle_journal", base64.b64encode(secrets.token_bytes(32)).decode())
    (dossier / "courrier").write_text(courrier)


def _garder(fichier: Path, valeur: str) -> None:
    if not fichier.exists():
        fichier.write_text(valeur + "\n")


def attendre_page(pile: Pile, secondes: float = 60) -> None:
    """Until the front server leads to the portal."""
    from tests.banc.client import Navigateur

    echeance = time.monotonic() + secondes
    while Navigateur(pile.https, tls=True, hote=NOM).lire("/aide/").code != 200:
        assert time.monotonic() < echeance, pile.processus["proxy"].dernieres_lignes()
        time.sleep(0.2)
