"""Emptying the database after a test whose transactions were real.

Django truncates every table, be it empty, and creates its permissions and content types again: a
quarter of a second each time. Here the rows there are get deleted, in one go, without the triggers
that keep history or refuse it; content types and permissions belong to the schema and stay.

No vacuum runs behind the tests: it would count every table empty between two of them, and the
planner would believe it (six seconds for a page of three rows, once). Tables are made anew instead
when what was undone weighs too much.
"""

from contextlib import suppress
from functools import cache

from django.db import OperationalError, connection, transaction
from psycopg import sql

GARDEES = frozenset({"django_content_type", "auth_permission"})
# Octets of rows undone or deleted, in all the tables, that cost less than making them anew.
LOURD = 48_000_000


def vider() -> None:
    """Delete the rows of every table; sequences go on, as Django's own flush leaves them."""
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute(
            sql.SQL(" UNION ALL ").join(
                sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(
                    sql.Literal(table), sql.Identifier(table)
                )
                for table in tables()
            )
        )
        pleines = [table for (table,) in curseur.fetchall()]
        curseur.execute("SET LOCAL session_replication_role = replica")
        for table in pleines:
            curseur.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))


def alleger() -> None:
    """Make every table anew when what is left in their files weighs; all are empty by then."""
    if not connection.settings_dict["NAME"].startswith("test_") or connection.in_atomic_block:
        return  # no test asked for the database, or something is kept for several modules
    with suppress(OperationalError), transaction.atomic(), connection.cursor() as curseur:
        curseur.execute(
            "SELECT sum(pg_relation_size(oid)) FROM pg_class WHERE oid = ANY(%s::regclass[])",
            [list(tables())],
        )
        if curseur.fetchone()[0] < LOURD:
            return
        # A server left by a test may still hold a table: another module will do it.
        curseur.execute("SET LOCAL lock_timeout = '2s'")
        curseur.execute("SET LOCAL session_replication_role = replica")
        toutes = sql.SQL(", ").join(sql.Identifier(table) for table in tables())
        curseur.execute(sql.SQL("TRUNCATE {}").format(toutes))


@cache
def tables() -> tuple[str, ...]:
    """The tables of the models that there are, those of many-to-many fields included."""
    noms = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return tuple(sorted(set(noms) - GARDEES))
