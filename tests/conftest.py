"""Fixtures shared by the whole suite."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.monde import MAINTENANT, Monde


@pytest.fixture
def monde(db: None) -> Monde:
    """Two Cafs, their people and two partners; see ``tests/monde.py``."""
    return Monde()


@pytest.fixture
def fige() -> Iterator[time_machine.Traveller]:
    """Stop the clock on MAINTENANT, in an open window."""
    with time_machine.travel(MAINTENANT, tick=False) as voyage:
        yield voyage
