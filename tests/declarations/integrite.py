"""A version sent, in hand, its journal sealed: what falsifications start from."""

import pytest
from django.urls import reverse

from declarations.models import Declaration, Version
from declarations.regles.etats import Etat
from portal.socle.cloture import sceller_tout
from tests.declarations.falsifications import relire
from tests.declarations.pieces import joindre_par
from tests.declarations.recepisses import HAUSSE
from tests.declarations.remplir import jusqu_a
from tests.monde import MAINTENANT, Monde


@pytest.fixture
def declaration(monde: Monde, settings) -> Declaration:
    """A réelle with papers and justifications, sent, in hand; the journal is sealed after it."""
    settings.CLE_JOURNAL = "A" * 43
    jusqu_a(monde.declaration("reelle", 2024), monde, Etat.TRANSMISE)
    declaration = monde.declaration("reelle", 2025)
    joindre_par(declaration, monde.passerelles.activite)
    jusqu_a(declaration, monde, Etat.EN_INSTRUCTION, changements=HAUSSE)
    sceller_tout(MAINTENANT)
    return declaration


@pytest.fixture
def version(declaration: Declaration) -> Version:
    return relire(declaration.versions.get())


def adresse(version: Version, nom: str = "version") -> str:
    return reverse(f"declarations:{nom}", args=[version.declaration_id, version.numero])
