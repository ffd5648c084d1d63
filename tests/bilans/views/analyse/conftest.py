"""Bilans to be counted."""

import pytest

from bilans.models import VersionQuestionnaire
from tests.bilans.etudes import envoyer, publier
from tests.monde import Monde


@pytest.fixture
def essai(monde: Monde) -> VersionQuestionnaire:
    """Eight bilans of the Caf, two of another: two bonuses, one hidden figure, one silence."""
    publiee = publier()
    oui = {"bonus": "oui", "combien": "12", "structure": "rouge", "avis": "L’école est loin"}
    cachee = {"bonus": "non", "combien": "400", "structure": "vert", "plusieurs": ["vert"]}
    envoyer(
        monde,
        publiee,
        oui,
        {**oui, "combien": "20", "avis": "Rien à dire"},
        *[cachee] * 5,
        {"bonus": "ne_sait_pas", "structure": "vert"},
    )
    envoyer(monde, publiee, oui, cachee, caf=monde.autre_caf)
    return publiee
