"""Papers of these tests are looked at on the spot; an adhesion file that is open."""

import pytest

from habilitations.models import DossierAdhesion
from tests.habilitations.adhesions.dossiers import ouvert
from tests.monde import Monde


@pytest.fixture(autouse=True)
def toujours_lus_ici(lus_ici: None) -> None:
    """See ``lus_ici``."""


@pytest.fixture
def dossier(monde: Monde) -> DossierAdhesion:
    return ouvert(monde)
