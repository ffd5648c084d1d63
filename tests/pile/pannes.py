"""What breaks while people type, one after the other: how it is broken, and how mended, if so."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import redis

from portal.processus import Processus
from tests.courrier import Facteur
from tests.pile.pile import Pile

BOURRE = "bourre"
Geste = Callable[[Pile, Facteur], object]


@dataclass(frozen=True)
class Panne:
    """``casser``; then, ``duree`` seconds later, ``reparer``: nothing, when all must heal alone."""

    nom: str
    casser: Geste
    reparer: Geste | None = None
    duree: float = 0.0


def _tuer_un_enfant(processus: Processus) -> None:
    psutil.Process(processus.pid).children()[0].kill()


def _tuer_postgres(pile: Pile, _: Facteur) -> None:
    """``kill -9`` of the postmaster: a crash, from which PostgreSQL recovers by its own log."""
    pile.serveurs["base"]._popen.kill()


def _remplir_redis(pile: Pile, _: Facteur) -> None:
    client = redis.Redis.from_url(pile.machine.redis)
    client.config_set("maxmemory", int(client.info("memory")["used_memory"]))
    client.close()


def _vider_redis(pile: Pile, _: Facteur) -> None:
    client = redis.Redis.from_url(pile.machine.redis)
    client.config_set("maxmemory", "160mb")
    client.close()


def _remplir_le_disque(pile: Pile, _: Facteur) -> None:
    """To the last byte: the folder of the documents is a disk of its own (``petit_disque``)."""
    with (pile.dossier / "donnees/documents" / BOURRE).open("wb", buffering=0) as fichier:
        try:
            while True:
                fichier.write(b"\0" * 4096)
        except OSError:
            return


PANNES = (
    Panne("web tué (-9)", lambda p, _: p.tuer("web")),
    Panne("un processus de web-2 tué (-9)", lambda p, _: _tuer_un_enfant(p.processus["web-2"])),
    Panne("worker tué (-9)", lambda p, _: p.tuer("worker")),
    Panne("beat tué (-9)", lambda p, _: p.tuer("beat")),
    Panne("PostgreSQL relancé", lambda p, _: p.stopper("base"), lambda p, _: p.lancer("base")),
    Panne("PostgreSQL tué (-9)", _tuer_postgres),
    Panne("Valkey arrêté", lambda p, _: p.stopper("redis"), lambda p, _: p.lancer("redis"), 15),
    Panne("Valkey plein", _remplir_redis, _vider_redis, 15),
    Panne("courrier coupé", lambda _, f: f.fermer(), lambda _, f: f.ouvrir(f.port), 20),
)
DISQUE = Panne(
    "plus de place pour les fichiers",
    _remplir_le_disque,
    lambda p, _: (p.dossier / "donnees/documents" / BOURRE).unlink(),
    15,
)


@contextmanager
def petit_disque(dossier: Path) -> Iterator[bool]:
    """A disk of 64 MB in place of ``dossier``, which keeps what it holds, before and after.

    False, and nothing is done, when this account may not mount one.
    """
    dossier.mkdir(parents=True, exist_ok=True)
    cote = dossier.parents[1] / f"{dossier.name}-gardes"  # not in what is backed up
    shutil.copytree(dossier, cote, dirs_exist_ok=True)
    options = ["-t", "tmpfs", "-o", "size=64m,mode=700", "tmpfs", str(dossier)]
    monte = os.geteuid() == 0 and subprocess.run(["mount", *options], check=False).returncode == 0
    if not monte:
        yield False
        return
    try:
        shutil.copytree(cote, dossier, dirs_exist_ok=True)
        yield True
    finally:
        (dossier / BOURRE).unlink(missing_ok=True)
        shutil.copytree(dossier, cote, dirs_exist_ok=True)
        subprocess.run(["umount", "--lazy", str(dossier)], check=True)
        shutil.copytree(cote, dossier, dirs_exist_ok=True)
