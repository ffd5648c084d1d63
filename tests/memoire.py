"""What many tests start from: written by the code it comes from the first time, by its rows after.

A construction such as ``Monde`` takes dozens of queries and the validation of every object. The
first test of a process that asks for it runs it and keeps the rows it added; the next ones have
these rows written at once, triggers and constraints included, and objects that say the same. Ids
come from sequences, which no rollback and no flush takes back: no other row can have them.
"""

import pickle
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Generic, TypeVar

import time_machine
from django.apps import apps
from django.db import connection, models, transaction
from pghistory.models import Event
from psycopg import sql

from tests import souvenirs

T = TypeVar("T")
Rangs = dict[str, int]


class Memoire(Generic[T]):
    """A construction that adds rows and changes none; ``moment`` is what its clock says."""

    def __init__(self, construire: Callable[[], T], moment: datetime) -> None:
        self._construire = construire
        self._moment = moment
        self._lignes = ""
        self._objet = b""
        self._ecritures: int | None = None

    def poser(self) -> T:
        """Have it in the database of this test; what is returned belongs to this test alone."""
        souvenirs.ouvrir()
        if not self._objet:
            self._apprendre()
            souvenirs.perdre()
        else:
            self._ecritures = souvenirs.ecrire(self, self._lignes, self._ecritures)
        return pickle.loads(self._objet)

    def _apprendre(self) -> None:
        with transaction.atomic(), time_machine.travel(self._moment, tick=False):
            avant = _derniers()
            objet = self._construire()
            self._lignes = ";".join(_lignes_apres(avant))
            self._objet = pickle.dumps(objet)


def _tables() -> Iterator[tuple[str, str]]:
    """Each table with its key. Those of the history are left out: triggers fill them."""
    for modele in apps.get_models(include_auto_created=True):
        cle = modele._meta.pk
        if isinstance(cle, models.AutoField) and not issubclass(modele, Event):
            yield modele._meta.db_table, cle.column


def _derniers() -> Rangs:
    """The last id of each table."""
    requetes = [
        sql.SQL("SELECT {}, coalesce(max({}), 0) FROM {}").format(
            sql.Literal(table), sql.Identifier(cle), sql.Identifier(table)
        )
        for table, cle in _tables()
    ]
    with connection.cursor() as curseur:
        curseur.execute(sql.SQL(" UNION ALL ").join(requetes))
        return dict(curseur.fetchall())


def _lignes_apres(avant: Rangs) -> Iterator[str]:
    """For each table that grew, the statement that writes again what it gained."""
    apres = _derniers()
    with connection.cursor() as curseur:
        for table, cle in _tables():
            if apres[table] == avant[table]:
                continue
            nom, rang = sql.Identifier(table), sql.Identifier(cle)
            curseur.execute(
                sql.SQL(
                    "SELECT format('INSERT INTO {0} SELECT * FROM json_populate_recordset"
                    "(NULL::{0}, %%L)', json_agg(t ORDER BY t.{1})) FROM {0} t WHERE t.{1} > %s"
                ).format(nom, rang),
                [avant[table]],
            )
            yield curseur.fetchone()[0]
