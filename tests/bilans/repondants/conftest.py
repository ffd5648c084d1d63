"""A campaign answered by links, and a commune invited."""

import pytest

from bilans.models import CampagneBilan, Repondant
from bilans.repondants.services import invitations
from tests.bilans.bilans import campagne as campagne_de
from tests.bilans.repondants.invites import AIME
from tests.monde import Monde, acteur


@pytest.fixture
def campagne(monde: Monde) -> CampagneBilan:
    return campagne_de(monde.caf, "recensement_cct", 2025)


@pytest.fixture
def repondant(monde: Monde, campagne: CampagneBilan) -> Repondant:
    (invite,), _ = invitations.inviter(campagne.pk, [AIME], acteur=acteur(monde.conseiller))
    return invite
