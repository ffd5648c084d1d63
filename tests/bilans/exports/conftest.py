"""What is exported: a questionnaire and one bilan sent."""

import pytest

from bilans.models import VersionQuestionnaire
from tests.bilans.etudes import (
    bilan_envoye,
    denombrer_en_attente,
    equipement,
    publier,
)
from tests.monde import Monde


@pytest.fixture
def essai(monde: Monde) -> VersionQuestionnaire:
    publiee = publier()
    bilan_envoye(
        equipement(monde, nom="Les Alizés"),
        publiee,
        {
            "bonus": "non",
            "combien": "400",
            "structure": "rouge",
            "plusieurs": ["rouge", "vert"],
            "avis": "=CALCUL()",
            "lieux.b.lieu_nom": "Ugine",
            "lieux.retire.lieu_nom": "Fermé",
        },
        lignes={"lieux": [("b", "lieu 1"), ("c", "lieu 2")]},
    )
    denombrer_en_attente()
    return publiee
