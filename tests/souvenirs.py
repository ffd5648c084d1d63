"""What many tests do to the same rows – a file led to its state –, done by the services once.

``Memoire`` writes again the rows that a construction added. A step changes rows too: it is done
the first time that a test of this process comes to it, and every row that it added or changed is
written again for the next ones, history included. Only from the very same state: what memories and
steps wrote in this test and nothing else, which PostgreSQL proves by counting what a transaction
writes. In any other case – a row changed, a setting, a function replaced, time that goes by – the
step is done as it is written.
"""

import pickle
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest
import time_machine
from django.conf import UserSettingsHolder, settings
from django.db import connection, transaction
from django.utils import timezone

from tests import ecritures

T = TypeVar("T")

# Settings that a test may change while every row that a step writes stays the same.
INDIFFERENTS = frozenset(
    {"TEMOIN_JOURNAL", "STORAGES", "EMAIL_BACKEND", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_TIMEOUT"}
)


@dataclass
class Suite:
    """What was written in the transaction of one test, as far as it is known by heart."""

    test: pytest.Item | None = None
    faites: tuple[Hashable, ...] = ()
    ecritures: int = 0
    sure: bool = True

    def ouvrir(self) -> None:
        """Something known by heart is about to be written: the first on empty tables, or lost."""
        if self.sure and not self.faites:
            self.ecritures, vide = ecritures.compter()
            self.sure = connection.in_atomic_block and vide

    def ecrire(self, etape: Hashable, lignes: str, combien: int | None) -> int | None:
        """Write what is known by heart; return how many writings of rows that makes.

        They are counted the first time. Not outside a transaction: between two of them, what was
        counted may be told to the server and begun again.
        """
        avant = nombre() if combien is None and connection.in_atomic_block else None
        with connection.cursor() as curseur:
            curseur.execute(lignes)
        if avant is not None:
            combien = nombre() - avant
        self.sure = self.sure and combien is not None
        self.faites += (etape,)
        self.ecritures += combien or 0
        return combien

    def est_intacte(self) -> bool:
        """Whether nothing but what is known was written, and nothing else may change a step."""
        return (
            self.sure
            and bool(self.faites)
            and connection.in_atomic_block
            and not _regles_a_part()
            and not self._remplace()
            and nombre() == self.ecritures
        )

    def _remplace(self) -> bool:
        """Whether the test has put something of its own in the place of something."""
        patch = getattr(self.test, "funcargs", {}).get("monkeypatch")
        return bool(patch and (patch._setattr or patch._setitem))


@dataclass
class Souvenir:
    """The statements that write again what a step wrote, what it returned and what was to follow.

    ``ecritures``: how many writings of rows they make, once they were counted.
    """

    lignes: str
    objet: bytes
    ensuite: tuple[tuple[Callable[[], Any], bool], ...]
    ecritures: int | None = None


_suite = Suite()
_souvenirs: dict[Hashable, Souvenir | None] = {}


def commencer(test: pytest.Item) -> None:
    """A test begins: its transaction is empty, or not known."""
    global _suite
    _suite = Suite(test)


def ouvrir() -> None:
    """Tell that a memory is about to be written in this test."""
    _suite.ouvrir()


def ecrire(memoire: Hashable, lignes: str, combien: int | None) -> int | None:
    """Write a memory in this test; return how many writings of rows that makes, once counted."""
    return _suite.ecrire(memoire, lignes, combien)


def perdre() -> None:
    """Tell that something was written in this test that is not known by heart."""
    _suite.sure = False


def a_part(faire: Callable[[], T]) -> T:
    """Do something whose rows no step reads or writes: somebody logs in."""
    if not _suite.faites or not _suite.sure:
        return faire()
    avant = nombre()
    try:
        return faire()
    finally:
        _suite.ecritures += nombre() - avant


def nombre() -> int:
    """How many writings of rows there were, those undone included, to compare with before."""
    return ecritures.compter()[0]


def etape(cle: Hashable, faire: Callable[[], T]) -> T:
    """Do this step, or write again what it wrote once; ``cle`` says all that it depends on.

    What is returned belongs to this test alone, as long as it can be pickled.
    """
    moment = _moment()
    if moment is None or not _suite.est_intacte():
        return faire()
    complete = (_suite.faites, cle, moment)
    if complete not in _souvenirs:
        return _apprendre(complete, faire)
    souvenir = _souvenirs[complete]
    if souvenir is None:
        return faire()
    souvenir.ecritures = _suite.ecrire(complete, souvenir.lignes, souvenir.ecritures)
    for suite, robuste in souvenir.ensuite:
        connection.run_on_commit.append((set(connection.savepoint_ids), suite, robuste))
    return pickle.loads(souvenir.objet)


def _apprendre(cle: Hashable, faire: Callable[[], T]) -> T:
    perdre()
    avant, deja = ecritures.par_table(), len(connection.run_on_commit)
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        premiere = int(curseur.fetchone()[0])
        objet = faire()
    apres = ecritures.par_table()
    _souvenirs[cle] = None
    if all(avant[table][2] == apres[table][2] for table in avant):  # nothing was deleted
        changees = [table for table in avant if avant[table] != apres[table]]
        lignes = ";".join(
            [
                "SET LOCAL session_replication_role = replica",
                *(ecrire for table in changees for ecrire in ecritures.recrire(table, premiere)),
                "SET LOCAL session_replication_role = DEFAULT",
            ]
        )
        ensuite = tuple((f, robuste) for _, f, robuste in connection.run_on_commit[deja:])
        _souvenirs[cle] = Souvenir(lignes, pickle.dumps(objet), ensuite)
    return objet


def _moment() -> object:
    """What time this test lives in: stopped, or the present; None when a made-up time goes by."""
    if not time_machine.escape_hatch.is_travelling():
        return "present"
    maintenant = timezone.now()
    return maintenant if maintenant == timezone.now() else None


def _regles_a_part() -> bool:
    """Whether the test has settings of its own, but those that change nothing here."""
    reglages = settings._wrapped
    while isinstance(reglages, UserSettingsHolder):
        propres = {n for n in vars(reglages) if n.isupper() and n != "SETTINGS_MODULE"}
        if propres - INDIFFERENTS:
            return True
        reglages = reglages.default_settings
    return False
