"""The queue of the bilans of a Caf."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client

from bilans.models import Bilan, CampagneBilan
from tests.bilans.bilans import bilan_cct, bilan_clas, ouvrir_bilan
from tests.bilans.remplir import jusqu_a
from tests.monde import Monde


@pytest.fixture
def file(monde: Monde) -> SimpleNamespace:
    """A CLAS bilan to validate, one of the year before that its partner is late with, a CCT one."""
    transmis = jusqu_a(bilan_clas(monde), monde, "transmis")
    en_retard = ouvrir_bilan(transmis.equipement, "bilan_clas", transmis.annee - 1)
    CampagneBilan.objects.filter(pk=en_retard.campagne_id).update(
        echeance_le=date(2026, 1, 31), ferme_le=date(2026, 3, 31)
    )
    return SimpleNamespace(transmis=transmis, en_retard=en_retard, cct=bilan_cct(monde))


@pytest.fixture
def bilan(monde: Monde) -> Bilan:
    return jusqu_a(bilan_clas(monde), monde, "transmis", {"coordination": "non"})


@pytest.fixture
def colette(monde: Monde, client: Client) -> Client:
    client.force_login(monde.conseiller)
    return client
