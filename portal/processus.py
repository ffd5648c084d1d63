"""Processes started together: each in a session of its own, with its log file."""

import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from http import HTTPStatus
from os import killpg
from pathlib import Path
from typing import Protocol

# A process that ends is told at once: this only bounds one that does nothing. On a machine ten
# times too busy, three minutes were not enough.
DELAI_DEMARRAGE = 900.0
DELAI_PAGE = 60.0
# Seconds between two looks at the servers, and how many times in a row one may fail to start.
TOUR_DE_GARDE = 3.0
ESSAIS = 5
DELAI_ARRET = 15.0


class EchecProcessus(Exception):
    """One of the processes failed; the message says which, in French, with its last lines."""


class Processus:
    """A child that Ctrl-C in the terminal does not reach, but the death of its parent does.

    ``variables``: its whole environment; that of the parent when None.
    """

    def __init__(
        self,
        nom: str,
        commande: Sequence[str],
        dossier: Path,
        journaux: Path,
        variables: Mapping[str, str] | None = None,
    ) -> None:
        self.nom, self.commande, self.dossier, self.variables = nom, commande, dossier, variables
        self.journal = journaux / f"{nom}.log"
        journaux.mkdir(exist_ok=True)
        self._popen = self._lancer("w")

    def _lancer(self, mode: str) -> subprocess.Popen[bytes]:
        # If the supervisor is killed outright, the kernel asks the child to stop.
        setpriv = shutil.which("setpriv")
        garde = (setpriv, "--pdeathsig", "TERM", "--") if setpriv else ()
        with self.journal.open(mode) as sortie:
            self._depuis = sortie.tell()
            return subprocess.Popen(  # noqa: S603
                [*garde, *self.commande],
                cwd=self.dossier,
                env=None if self.variables is None else dict(self.variables),
                stdin=subprocess.DEVNULL,
                stdout=sortie,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def vit(self) -> bool:
        return self._popen.poll() is None

    def relancer(self) -> None:
        """Start it again once it has ended, after whatever it left; its log goes on."""
        self.tuer()
        self._popen = self._lancer("a")

    @property
    def pid(self) -> int:
        return self._popen.pid

    def verifier(self) -> None:
        """Raise when the process has ended by itself."""
        if self._popen.poll() is not None:
            raise self._echec()

    def finir(self) -> None:
        """Wait for the end of a process that has one; raise when it did not end well."""
        if self._popen.wait() != 0:
            raise self._echec()

    def _echec(self) -> EchecProcessus:
        return EchecProcessus(
            f"Le processus « {self.nom} » s’est arrêté (code {self._popen.returncode}). "
            f"Fin de son journal, {self.journal} :\n{self.dernieres_lignes()}"
        )

    def arreter(self, delai: float = DELAI_ARRET) -> None:
        """Ask politely, wait, then kill whatever is left of its session."""
        if self.vit:
            self._popen.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._popen.wait(delai)
        self.tuer()

    def tuer(self) -> None:
        """``kill -9``, its session included, as the end of a container does."""
        with suppress(ProcessLookupError):
            killpg(self._popen.pid, signal.SIGKILL)
        self._popen.wait()

    def a_dit(self, texte: str) -> bool:
        """Is it in its log since it was last started?"""
        with self.journal.open(errors="replace") as lignes:
            lignes.seek(self._depuis)
            return texte in lignes.read()

    def dernieres_lignes(self, nombre: int = 15) -> str:
        return "\n".join(self.journal.read_text(errors="replace").splitlines()[-nombre:])


def attendre_page(adresse: str, web: Processus) -> None:
    """Wait until the portal's home page answers."""
    sans_mandataire = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    echeance = time.monotonic() + DELAI_DEMARRAGE
    while time.monotonic() < echeance:
        web.verifier()
        try:
            with sans_mandataire.open(adresse, timeout=DELAI_PAGE):
                return
        except urllib.error.HTTPError as erreur:
            if erreur.code == HTTPStatus.SERVICE_UNAVAILABLE:  # busy: see portal.guichet
                time.sleep(1)
                continue
            raise EchecProcessus(
                f"La page d’accueil répond par une erreur {erreur.code}. Fin du journal, "
                f"{web.journal} :\n{web.dernieres_lignes()}"
            ) from erreur
        except OSError:
            time.sleep(0.1)
    raise EchecProcessus(
        f"La page d’accueil ne répond pas après {DELAI_DEMARRAGE:.0f} s ; fin du journal, "
        f"{web.journal} :\n{web.dernieres_lignes()}"
    )


class Fin(Protocol):
    """Something that says whether it is time to stop."""

    faite: bool


def surveiller(
    processus: Sequence[Processus],
    fin: Fin,
    relancer: Callable[[], object] = tuple,
) -> None:
    """Watch until told to stop; the end of one of the processes is a failure.

    That of a server is not: ``relancer`` starts those that died. What it raises is tried again,
    ESSAIS times in a row.
    """
    echeance, essais = 0.0, 0
    while not fin.faite:
        for un in processus:
            un.verifier()
        if time.monotonic() >= echeance:
            try:
                relancer()
                essais = 0
            except Exception:
                essais += 1
                if essais == ESSAIS:
                    raise
            echeance = time.monotonic() + TOUR_DE_GARDE
        time.sleep(0.5)


def arreter(processus: Sequence[Processus]) -> None:
    """Stop in the reverse order of starting."""
    for un in reversed(processus):
        un.arreter()
