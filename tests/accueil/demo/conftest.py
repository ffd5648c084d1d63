"""The demonstration, loaded once for all the modules that look at it."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import transaction

from portal.accueil.demo.chargement import charger
from tests.monde import MAINTENANT


@pytest.fixture(scope="package")
def chargee(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """The data, under a transaction undone at the end of the package."""
    with (
        django_db_blocker.unblock(),
        time_machine.travel(MAINTENANT, tick=False),
        transaction.atomic(),
    ):
        assert charger().chargee
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(chargee: None, db: None) -> Iterator[None]:
    with time_machine.travel(MAINTENANT, tick=False):
        yield
