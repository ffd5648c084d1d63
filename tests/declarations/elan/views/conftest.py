"""A CLAS project, and its figures taken up from ELAN."""

from collections.abc import Callable
from typing import Any

import pytest

from declarations.elan.services.saisie import reprendre_elan
from declarations.models import RepriseElan
from habilitations.models import Equipement
from tests.declarations.clas import ANNEE, projet_clas, saisie_elan
from tests.declarations.elan.views.pages import LIGNES
from tests.declarations.remplir import referentiels
from tests.monde import Monde, acteur


@pytest.fixture
def projet(monde: Monde) -> Equipement:
    referentiels(monde.caf)
    return projet_clas(monde)


@pytest.fixture
def reprendre(monde: Monde, projet: Equipement) -> Callable[..., RepriseElan]:
    def reprendre(**champs: Any) -> RepriseElan:
        defauts = {"revision": 0, "lignes": LIGNES, "brut": saisie_elan()}
        qui = champs.pop("qui", monde.conseiller)
        return reprendre_elan(projet.pk, ANNEE, acteur=acteur(qui), **(defauts | champs))

    return reprendre
