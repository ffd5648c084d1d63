"""What several tests of pages start from."""

from types import SimpleNamespace

import pytest
from django.test import Client

from declarations.regles.etats import Etat
from tests.declarations.remplir import jusqu_a, referentiels
from tests.monde import Monde


@pytest.fixture
def deux(monde: Monde) -> SimpleNamespace:
    """Two declarations received, one only called."""
    return SimpleNamespace(
        un=jusqu_a(monde.declaration(), monde, Etat.TRANSMISE),
        deux=jusqu_a(monde.declaration("reelle", 2025), monde, Etat.TRANSMISE),
        appelee=monde.declaration("previsionnelle", 2025),
    )


@pytest.fixture
def alice(client: Client, monde: Monde, fige: object) -> Client:
    client.force_login(monde.passerelles.activite)
    return client


@pytest.fixture
def colette(client: Client, monde: Monde) -> Client:
    client.force_login(monde.conseiller)
    return client


@pytest.fixture
def reperes(monde: Monde) -> None:
    """Thresholds and barème of the Caf of the world."""
    referentiels(monde.caf)


@pytest.fixture
def seuils(monde: Monde) -> None:
    referentiels(monde.caf)
