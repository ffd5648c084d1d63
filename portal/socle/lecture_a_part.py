"""Having a file read by a process apart, with limits of memory and of time.

Whatever the file holds, the process that serves pages only waits for plain data. The reader is a
program of its own: no connection, no secret, no memory of this one (docs/decisions/0018).
"""

import fcntl
import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, BinaryIO

import structlog

from portal.lecteur.programme import DUREE_MAX, TROP_LOURD
from portal.lecteur.refus import ABIME, FichierRefuse

# The package is loaded by itself, after everything else: through ``portal``, Django would come too.
RACINE = Path(__file__).resolve().parents[1]
PROGRAMME = (
    "import sys; sys.path.append(sys.argv.pop(1)); from lecteur.programme import main; main()"
)
# Readers at once in one process: the others wait for their turn, memory does not grow with them.
ENSEMBLE = 2
# Seconds that one waits for a turn, and that all the readings of one file may take together.
ATTENTE_MAX = 7
DUREE_FICHIER = 14
FIGE = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL
TROP_LONG = (
    "Ce fichier est trop long à examiner : il n’est pas accepté. Réessayez ; s’il est encore "
    "refusé, enregistrez-le en PDF, ou répartissez-le en plusieurs fichiers."
)
# Tasks that anybody may ask for, without an account: one at a time, so that a place is always left
# to those who hand papers in.
PUBLIQUES = frozenset({"cachet"})
OCCUPE = "Le portail examine d’autres fichiers en ce moment : réessayez dans un instant."

_fin: ContextVar[float | None] = ContextVar("fin des lectures d’un fichier", default=None)
_places = threading.BoundedSemaphore(ENSEMBLE)
_place_publique = threading.BoundedSemaphore(1)
_journal = structlog.get_logger(__name__)


@contextmanager
def un_seul_fichier() -> Iterator[None]:
    """What is read within is one file, however many times: its readings share their time."""
    jeton = _fin.set(time.monotonic() + DUREE_FICHIER)
    try:
        yield
    finally:
        _fin.reset(jeton)


def lire_a_part(tache: str, contenu: bytes, detail: str = "") -> Any:
    """Return what the task of ``portal.lecteur.programme`` gives for a content.

    ``detail`` is what it needs besides: the name of the file, or the certificates that are trusted.

    Raises FichierRefuse, whose message is meant for the person who sent the file: refused by the
    task, too long, too heavy, or a reader that fails.
    """
    places = [_place_publique, _places] if tache in PUBLIQUES else [_places]
    with ExitStack() as tenues:
        for place in places:
            if not place.acquire(timeout=min(ATTENTE_MAX, _reste())):
                raise FichierRefuse(OCCUPE)
            tenues.callback(place.release)
        reponse = _demander(tache, contenu, detail)
    if "resultat" in reponse:
        return reponse["resultat"]
    if "panne" in reponse:
        _journal.error("fichier.lecteur_en_panne", tache=tache, panne=reponse["panne"])
    refus = FichierRefuse(reponse.get("refus", ABIME))
    refus.genre = reponse.get("genre", refus.genre)
    raise refus


def _reste() -> float:
    """Seconds of the clock that a reading may still take."""
    fin = _fin.get()
    return DUREE_MAX if fin is None else max(0.0, min(DUREE_MAX, fin - time.monotonic()))


def _demander(tache: str, contenu: bytes, detail: str) -> dict[str, Any]:
    """Start the reader, give it the file, wait for its answer or its end.

    Both are files in memory: no pipe to feed while one waits, nothing left half written.
    """
    with _en_memoire("fichier") as entree, _en_memoire("reponse") as sortie:
        entree.write(contenu)
        entree.seek(0)
        fcntl.fcntl(entree, fcntl.F_ADD_SEALS, FIGE)  # the reader reads it, and no more
        lecteur = subprocess.Popen(  # noqa: S603 - our own program, no shell
            [sys.executable, "-I", "-c", PROGRAMME, str(RACINE), tache, detail],
            stdin=entree,
            stdout=sortie,
            stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8"},
            cwd="/",
            close_fds=True,
        )
        try:
            fini = _finit(lecteur.pid, _reste())
        finally:
            lecteur.kill()
            lecteur.wait()
        if not fini:
            return _tue(tache, "delai", TROP_LONG)
        sortie.seek(0)
        try:
            reponse = json.loads(sortie.read())
        except ValueError:
            reponse = None
    if isinstance(reponse, dict):
        return reponse
    # Out of time the system ends it by these signals; out of memory it ends by itself.
    par_le_temps = -(lecteur.returncode or 0) in (9, 14, 24)
    return _tue(tache, str(lecteur.returncode), TROP_LONG if par_le_temps else TROP_LOURD)


def _en_memoire(nom: str) -> BinaryIO:
    return open(os.memfd_create(nom, os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING), "w+b")


def _finit(pid: int, secondes: float) -> bool:
    """Whether a child ends in so many seconds: told at once, where ``wait`` looks now and then."""
    enfant, attente = os.pidfd_open(pid), select.poll()
    try:
        attente.register(enfant, select.POLLIN)
        return bool(attente.poll(secondes * 1000))
    finally:
        os.close(enfant)


def _tue(tache: str, issue: str, message: str) -> dict[str, Any]:
    _journal.warning("fichier.lecteur_arrete", tache=tache, issue=issue)
    return {"refus": message}
