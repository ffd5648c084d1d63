"""The adviser of the portfolio, logged in."""

import pytest
from django.test import Client

from tests.monde import Monde
from tests.relances.views.pages import connecte


@pytest.fixture
def conseiller(monde: Monde) -> Client:
    return connecte(monde.conseiller)
