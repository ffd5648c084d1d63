"""The amount of a CCT as pages announce it, and a file led to the state that a test asks for."""

import re
from decimal import Decimal

import pytest

from declarations.models import Declaration
from portal.socle.formats import euros
from tests.declarations.salaires import mener
from tests.monde import Monde

MONTANT = re.compile(r'class="montant-total">([^<]+)<')


def cle(declaration: Declaration, rang: int = 0) -> str:
    return str(declaration.version_courante.lignes[rang]["cle"])


def montant(contenu: str) -> str:
    """The amount that a page announces, on one line."""
    (trouve,) = MONTANT.findall(contenu)
    return " ".join(trouve.split())


def plafond(valeur: str) -> str:
    return f"jusqu’à {' '.join(euros(Decimal(valeur)).split())}"


@pytest.fixture
def dossier(monde: Monde, request: pytest.FixtureRequest) -> Declaration:
    return mener(monde, request.param)
