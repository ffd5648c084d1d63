"""How statements reach PostgreSQL: planned once for a connection, when they are one command.

Planning took more time than reading: the same statements come again at each page. They are bound
by the server and prepared after ``prepare_threshold`` executions, those written once at the first
(docs/decisions/0067 and 0078). History puts the author of a change before the change
(django-pghistory), which is left out once the connection was told (0079). A prepared statement
holds one command: several keep Django's own way, parameters written in the text.
"""

import re
import time
from collections.abc import Sequence
from typing import Any

import structlog
from django.conf import settings
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.signals import connection_created
from psycopg import ClientCursor, Cursor
from psycopg._preparing import Prepare, PrepareManager
from psycopg.errors import FeatureNotSupported, InternalError_, InvalidSqlStatementName
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

from portal.socle.auteur import sans_auteur
from portal.socle.mesures.compteurs import REQUETES_LENTES
from portal.socle.portee import auteur_dit

log = structlog.get_logger(__name__)
_COMMANDE = re.compile(r"\s*(?:SELECT|INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
_SUITE = re.compile(r";\s*\S")
# What a library wrote in the text: strings, with what they double, and numbers that stand alone.
_VALEURS = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")
LONGUEUR_DITE = 2000  # characters


# Statements that a connection keeps planned: some 70 KB of PostgreSQL's memory each.
GARDEES = 200
# How PostgreSQL says that it cannot plan one anew (« cached plan must not change result type »), or
# that it does not know it.
_PERIMEES = (FeatureNotSupported, InternalError_, InvalidSqlStatementName)
# After these, what a plan stands on may be of another type.
_CHANGENT_LES_TABLES = (b"DROP", b"ALTER", b"DISCARD ALL", b"DEALLOCATE ALL")


class Preparees(PrepareManager):
    """The statements that a connection has prepared, kept when a transaction is rolled back.

    psycopg forgets them all then, lest an object made in that transaction be made again: the
    portal makes none while it serves. PostgreSQL itself keeps them, and plans anew what changed.
    """

    prepared_max = GARDEES

    def clear(self) -> bool:
        """What a rollback asks for: nothing is forgotten."""
        return False

    def oublier(self) -> bool:
        """Forget them all: the server is told after the next statement that it obeys."""
        return super().clear()

    def _should_discard(self, prep: Prepare, results: Sequence[PGresult], *_: Any) -> bool:
        """What each statement asks for, once answered."""
        dits = [r.command_status or b"" for r in results if r.status == ExecStatus.COMMAND_OK]
        return any(dit.startswith(_CHANGENT_LES_TABLES) for dit in dits) and self.oublier()


def brancher() -> None:
    """Have every connection keep what it prepared; once, when the portal starts."""
    connection_created.connect(_garder, dispatch_uid="portal.socle.curseur")


def _garder(connection: Any, **kwargs: Any) -> None:
    if connection.vendor != "postgresql":
        return
    connexion = connection.connection
    if not isinstance(connexion._prepared, Preparees):  # else taken from the pool again
        seuil, connexion._prepared = connexion.prepare_threshold, Preparees()
        connexion.prepare_threshold = seuil


class SqlEcrit(str):
    """A statement written once (``requetes_ecrites``): it will come again, and is prepared now."""

    __slots__ = ()


def est_preparable(requete: object) -> bool:
    """Whether a statement is one command that PostgreSQL can plan before it knows its values."""
    return (
        isinstance(requete, str)
        and _COMMANDE.match(requete) is not None
        and _SUITE.search(requete) is None
    )


def sans_valeurs(requete: object) -> str:
    """A statement as it may be told: « ? » for each value that its text holds, cut when long."""
    texte = requete.decode(errors="replace") if isinstance(requete, bytes) else str(requete)
    return _VALEURS.sub("?", " ".join(texte.split()))[:LONGUEUR_DITE]


class Curseur(ServerBindingCursor, Cursor[Any]):
    """A cursor of Django that prepares single commands, and writes the values in the others."""

    def execute(
        self,
        query: Any,
        params: Any = None,
        *,
        prepare: bool | None = None,
        binary: bool | None = None,
    ) -> "Curseur":
        query, params = sans_auteur(query, params, auteur_dit(self.connection))
        dite, debut = query, time.perf_counter()
        if not est_preparable(query):
            prepare = False
            if params:
                query, params = ClientCursor(self.connection).mogrify(query, params), None
        elif isinstance(query, SqlEcrit) and self.connection.prepare_threshold is not None:
            prepare = True
        try:
            super().execute(query, params, prepare=prepare, binary=binary)
        except _PERIMEES:
            if isinstance(gardees := self.connection._prepared, Preparees):
                gardees.oublier()  # an upgrade went by: this one fails, the next are prepared anew
            raise
        finally:
            self._dire_si_lente(dite, (time.perf_counter() - debut) * 1000)
        return self

    def _dire_si_lente(self, requete: object, duree: float) -> None:
        """In milliseconds; cut by PostgreSQL (``statement_timeout``), it is told too."""
        if settings.SQL_LENTES_MS and duree >= settings.SQL_LENTES_MS:
            REQUETES_LENTES.inc()
            log.warning("sql.lente", duree_ms=round(duree), sql=sans_valeurs(requete))
