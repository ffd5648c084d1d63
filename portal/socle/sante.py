"""What the portal needs to answer people: its database, its task queue, its migrations."""

from functools import cache

import redis
import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

log = structlog.get_logger(__name__)


def est_pret() -> bool:
    """Tell whether pages can be served now; the technical log says what is missing.

    Whoever asks is not told: the address is open to all.
    """
    defaut = _base() or _redis()
    if defaut:
        log.warning("sante.pas_pret", defaut=defaut)
    return not defaut


def _base() -> str:
    """What is wrong with the database: out of reach, or behind the code."""
    try:
        appliquees = set(MigrationRecorder(connection).applied_migrations())
    except DatabaseError as erreur:
        return f"base de données : {type(erreur).__name__}"
    attendues = sorted(".".join(cle) for cle in _migrations() - appliquees)
    return f"migrations à appliquer : {', '.join(attendues)}" if attendues else ""


def _redis() -> str:
    try:
        delai = settings.REDIS_DELAI
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=delai, socket_connect_timeout=delai
        ) as client:
            client.ping()
    except redis.RedisError as erreur:
        return f"file des tâches : {type(erreur).__name__}"
    return ""


@cache
def _migrations() -> frozenset[tuple[str, str]]:
    """Those of the code that runs: read once, they do not change under a process."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
