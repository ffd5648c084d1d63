"""A CLAS project in the first exercice of its convention, for the figures of ELAN."""

import pytest

from habilitations.models import Equipement
from tests.declarations.clas import projet_clas
from tests.declarations.remplir import referentiels
from tests.monde import Monde


@pytest.fixture
def projet(monde: Monde) -> Equipement:
    referentiels(monde.caf)
    return projet_clas(monde)
