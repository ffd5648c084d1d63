"""Emptying the database after a test whose transactions were real.

Django truncates every table, be it empty, and creates its permissions and content types again: a
quarter of a second each time. Here the rows there are get deleted, in one go, without the triggers
that keep history or refuse it; content types and permissions belong to the schema and stay.
"""

from functools import cache

from django.db import connection, transaction
from psycopg import sql

GARDEES = frozenset({"django_content_type", "auth_permission"})


def vider() -> None:
    """Delete the rows of every table; sequences go on, as Django's own flush leaves them."""
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute(
            sql.SQL(" UNION ALL ").join(
                sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(
                    sql.Literal(table), sql.Identifier(table)
                )
                for table in _tables()
            )
        )
        pleines = [table for (table,) in curseur.fetchall()]
        curseur.execute("SET LOCAL session_replication_role = replica")
        for table in pleines:
            curseur.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))


@cache
def _tables() -> tuple[str, ...]:
    """The tables of the models that there are, those of many-to-many fields included."""
    noms = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return tuple(sorted(set(noms) - GARDEES))
