"""A mail server that works, unless a test says otherwise."""

from collections.abc import Iterator

import pytest

from tests.courrier import HOTE, Facteur


@pytest.fixture
def facteur(settings: object) -> Iterator[Facteur]:
    facteur = Facteur().ouvrir()
    settings.EMAIL_BACKEND = "portal.socle.smtp.RemiseSmtp"
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOTE, facteur.port
    settings.EMAIL_TIMEOUT = 2
    yield facteur
    facteur.fermer()
