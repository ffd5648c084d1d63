"""Fixtures shared by the whole suite."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.courrier import HOTE, Facteur
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


@pytest.fixture
def facteur(settings: object) -> Iterator[Facteur]:
    """A mail server that works, unless a test says otherwise."""
    facteur = Facteur().ouvrir()
    settings.EMAIL_BACKEND = "portal.socle.smtp.RemiseSmtp"
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOTE, facteur.port
    settings.EMAIL_TIMEOUT = 2
    yield facteur
    facteur.fermer()
