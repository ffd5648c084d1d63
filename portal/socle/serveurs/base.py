"""What the two embedded servers share: who starts one, who stops it, where its socket lies."""

import atexit
import fcntl
import hashlib
import os
import stat
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

# One that ends is told at once; on a machine ten times too busy, three minutes were not enough.
DELAI_DEMARRAGE = 900.0
# A Unix socket's path holds 107 bytes; the longest file name put after it has 15.
LONGUEUR_MAX_DOSSIER_PRISE = 90


class ServeurIndisponible(Exception):
    """An embedded server cannot be used; the message says why and what to do, in French."""


class ServeurEmbarque(ABC):
    """A server started by the first process that needs it, stopped by the last one to leave.

    Each process using it holds a shared lock on ``<nom>.usages``, which the system drops
    when the process dies, however it dies. A process that leaves stops the server if it can
    make its lock exclusive, that is if nobody else holds one. ``<nom>.verrou`` serialises
    starts and stops.
    """

    nom: ClassVar[str]
    libelle: ClassVar[str]
    _retenus: ClassVar[dict[tuple[str, Path], "ServeurEmbarque"]] = {}

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier
        self._usages = -1
        self._popen: subprocess.Popen[bytes] | None = None

    @property
    @abstractmethod
    def adresse(self) -> str:
        """The URL given to clients."""

    @abstractmethod
    def est_actif(self) -> bool:
        """Does the server answer?"""

    @abstractmethod
    def lancer(self) -> None:
        """Start the server, by ``_detacher``."""

    @abstractmethod
    def arreter(self) -> None:
        """Stop the server and wait until it is gone."""

    @abstractmethod
    def supprimer(self) -> None:
        """Remove the data of the stopped server."""

    def retenir(self) -> str:
        """Make sure the server runs as long as this process; return its address."""
        cle = (self.nom, self.dossier)
        if cle in self._retenus:
            return self._retenus[cle].adresse
        with self._verrou():
            self._usages = self._ouvrir("usages")
            fcntl.flock(self._usages, fcntl.LOCK_SH)
            try:
                if not self.est_actif():
                    self.lancer()
            except BaseException as erreur:
                os.close(self._usages)
                if isinstance(erreur, PermissionError):
                    raise ServeurIndisponible(
                        f"{self.libelle} n’a pas accès à {erreur.filename} : lancez « make demo » "
                        "avec le compte à qui ces fichiers appartiennent."
                    ) from erreur
                raise
        if not self._retenus:
            atexit.register(relacher_tout, os.getpid())
        self._retenus[cle] = self
        return self.adresse

    def relacher(self) -> bool:
        """Stop using the server, and stop it if nobody else does. True when it was stopped."""
        self._retenus.pop((self.nom, self.dossier), None)
        with self._verrou():
            try:
                fcntl.flock(self._usages, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            else:
                self.arreter()
                if self._popen is not None:  # our child: leave no zombie
                    self._popen.wait()
                return True
            finally:
                os.close(self._usages)

    def effacer(self) -> None:
        """Stop the server and remove its data; refused while another process uses it."""
        with self._verrou():
            usages = self._ouvrir("usages")
            try:
                fcntl.flock(usages, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if self.est_actif():
                    self.arreter()
                self.supprimer()
            except BlockingIOError as erreur:
                raise ServeurIndisponible(
                    "Une autre commande utilise encore ces données : attendez sa fin."
                ) from erreur
            finally:
                os.close(usages)

    def relancer(self) -> bool:
        """Start it again if it died under those who use it; tell whether it had to be.

        Raises ServeurIndisponible when it does not start: to be tried again.
        """
        with self._verrou():
            if self.est_actif():
                return False
            if self._popen is not None and self._popen.poll() is None:
                return False  # it lives, and answers slowly
            self.lancer()
            return True

    def _detacher(self, commande: list[str], **contexte: Any) -> None:
        """Run the server out of reach of the terminal's Ctrl-C, and wait until it answers."""
        journal = self.dossier / "journaux" / f"{self.nom}.log"
        journal.parent.mkdir(exist_ok=True)
        with journal.open("w") as sortie:
            lance = self._popen = subprocess.Popen(  # noqa: S603
                commande,
                stdin=subprocess.DEVNULL,
                stdout=sortie,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **contexte,
            )
        attendre(lambda: self.est_actif() or lance.poll() is not None, DELAI_DEMARRAGE)
        if not self.est_actif():
            lance.kill()
            lance.wait()
            fin = "\n".join(journal.read_text(errors="replace").splitlines()[-5:])
            raise ServeurIndisponible(
                f"{self.libelle} n’a pas démarré ; fin de son journal, {journal} :\n{fin}"
            )

    @contextmanager
    def _verrou(self) -> Iterator[None]:
        descripteur = self._ouvrir("verrou")
        try:
            fcntl.flock(descripteur, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descripteur)

    def _ouvrir(self, suffixe: str) -> int:
        try:
            self.dossier.mkdir(parents=True, exist_ok=True, mode=0o700)
            return os.open(self.dossier / f"{self.nom}.{suffixe}", os.O_CREAT | os.O_RDWR, 0o600)
        except PermissionError as erreur:
            raise ServeurIndisponible(
                f"Le dossier {self.dossier} appartient à un autre compte : lancez cette commande "
                "avec le compte qui l’a créé, ou choisissez un autre dossier par la variable "
                "DOSSIER_DONNEES."
            ) from erreur


def attendre(condition: Callable[[], bool], delai: float) -> bool:
    """Wait until ``condition`` holds; False when it still does not after ``delai`` seconds."""
    echeance = time.monotonic() + delai
    while not condition():
        if time.monotonic() > echeance:
            return False
        time.sleep(0.02)
    return True


def relancer_les_arretes() -> list[str]:
    """Start again the servers that this process uses and that died; return what they are called."""
    serveurs = list(ServeurEmbarque._retenus.values())
    return [serveur.libelle for serveur in serveurs if serveur.relancer()]


def relacher_tout(pid: int | None = None) -> None:
    """Stop using every server, the last one taken first.

    Also called at exit: a forked child (Celery, gunicorn) inherits the call, not the right.
    """
    if pid in (None, os.getpid()):
        for serveur in reversed(list(ServeurEmbarque._retenus.values())):
            serveur.relacher()


def dossier_prise(dossier: Path) -> Path:
    """Where a Unix socket of ``dossier`` goes: there, or under /tmp when its path is too long."""
    if len(os.fsencode(dossier)) <= LONGUEUR_MAX_DOSSIER_PRISE:
        return dossier
    empreinte = hashlib.sha256(os.fsencode(dossier)).hexdigest()[:16]
    court = Path("/tmp") / f"portail-{os.geteuid()}-{empreinte}"  # noqa: S108 (checked below)
    court.mkdir(mode=0o700, exist_ok=True)
    etat = court.lstat()
    if (
        not stat.S_ISDIR(etat.st_mode)
        or etat.st_uid != os.geteuid()
        or stat.S_IMODE(etat.st_mode) != 0o700
    ):
        raise ServeurIndisponible(
            f"Le dossier {court} n’est pas réservé à votre compte : supprimez-le, ou placez le "
            "projet dans un dossier au chemin plus court."
        )
    return court
