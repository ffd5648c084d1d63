"""What a transaction of the tests wrote: how many rows, which ones, and how to write them again."""

from collections.abc import Iterator
from functools import cache

from django.db import connection
from psycopg import sql

from tests.vidage import tables

Compte = dict[str, tuple[int, int, int]]

# Those of the transactions just before are counted with those of this one.
ECRITURES = """
    SELECT coalesce(sum(pg_stat_get_xact_tuples_inserted(oid)
                        + pg_stat_get_xact_tuples_updated(oid)
                        + pg_stat_get_xact_tuples_deleted(oid)), 0)::bigint,
           pg_current_xact_id_if_assigned() IS NULL AND NOT EXISTS (SELECT FROM habilitations_caf)
      FROM unnest(%s::oid[]) oid"""
PAR_TABLE = """
    SELECT oid::regclass::text, pg_stat_get_xact_tuples_inserted(oid),
           pg_stat_get_xact_tuples_updated(oid), pg_stat_get_xact_tuples_deleted(oid)
      FROM unnest(%s::oid[]) oid"""


def compter() -> tuple[int, bool]:
    """The writings of rows, and whether this transaction has done none and finds nothing."""
    with connection.cursor() as curseur:
        curseur.execute(ECRITURES, [_oids()])
        nombre, vide = curseur.fetchone()
        return nombre, vide


def par_table() -> Compte:
    with connection.cursor() as curseur:
        curseur.execute(PAR_TABLE, [_oids()])
        return {table: tuple(nombres) for table, *nombres in curseur.fetchall()}


@cache
def _oids() -> list[int]:
    with connection.cursor() as curseur:
        curseur.execute("SELECT t::regclass::oid FROM unnest(%s::text[]) t", [list(tables())])
        return [oid for (oid,) in curseur.fetchall()]


@cache
def _colonnes(table: str) -> tuple[tuple[str, ...], str]:
    """The columns that are written, and the key."""
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT a.attname, i.indrelid IS NOT NULL FROM pg_attribute a"
            " LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary"
            " AND a.attnum = ANY(i.indkey)"
            " WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped"
            " AND a.attgenerated = '' ORDER BY a.attnum",
            [table],
        )
        lues = curseur.fetchall()
    return tuple(nom for nom, _ in lues), next(nom for nom, cle in lues if cle)


def recrire(table: str, premiere: int) -> Iterator[str]:
    """The statements that put a table as the transactions from ``premiere`` on left it."""
    colonnes, cle = _colonnes(table)
    requete = sql.SQL(
        "SELECT string_agg(format('%%L', t.{cle}), ','), json_agg(t ORDER BY t.{cle})::text"
        " FROM {table} t WHERE t.xmin::text::bigint >= %s"
    ).format(cle=sql.Identifier(cle), table=sql.SQL(table))
    with connection.cursor() as curseur:
        curseur.execute(requete, [premiere])
        cles, lues = curseur.fetchone()
        if lues is None:
            return
        noms = sql.SQL(", ").join(map(sql.Identifier, colonnes))
        for ordre in (
            sql.SQL("DELETE FROM {} WHERE {} IN ({})").format(
                sql.SQL(table), sql.Identifier(cle), sql.SQL(cles)
            ),
            sql.SQL(
                "INSERT INTO {table} ({noms}) SELECT {noms}"
                " FROM json_populate_recordset(NULL::{table}, {lues})"
            ).format(table=sql.SQL(table), noms=noms, lues=sql.Literal(lues)),
        ):
            yield ordre.as_string(curseur.connection)
