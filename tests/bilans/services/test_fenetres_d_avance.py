"""Windows of bilans that open the year before their exercice: there on the day, no earlier."""

from datetime import date

import pytest

from bilans.models import Bilan, CampagneBilan, VersionQuestionnaire
from bilans.services.ouvertures import generer_les_campagnes, ouvrir_les_bilans
from tests.bilans.bilans import questionnaires
from tests.declarations.cct import coordination
from tests.monde import Monde

pytestmark = pytest.mark.django_db

OUVERTURE = date(2026, 12, 15)


@pytest.fixture
def d_avance() -> None:
    """A CCT bilan asked for as a prévisionnelle is: from 15 December of N-1 to 13 February."""
    questionnaires()
    version = VersionQuestionnaire.objects.get(questionnaire__code="bilan_cct")
    definition = version.definition
    for avant, apres in (
        ('version = "1"', 'version = "2"'),
        ("ouverture = [8, 2, 1]", "ouverture = [15, 12, -1]"),
        ("fermeture = [31, 3, 1]", "fermeture = [13, 2, 0]"),
    ):
        assert avant in definition
        definition = definition.replace(avant, apres)
    VersionQuestionnaire.objects.create(
        questionnaire=version.questionnaire,
        version="2",
        definition=definition,
        etat="publiee",
        cree_le=version.cree_le,
        publiee_le=version.publiee_le,
        vaut_le=date(2025, 1, 2),
    )


@pytest.mark.usefixtures("d_avance")
def test_elle_s_ouvre_le_jour_dit_de_l_annee_d_avant(monde: Monde) -> None:
    equipement = coordination(monde)
    generer_les_campagnes(OUVERTURE)
    campagnes = CampagneBilan.objects.filter(questionnaire__code="bilan_cct", caf=monde.caf)
    assert campagnes.get(annee=2027).ouvre_le == OUVERTURE
    assert not campagnes.filter(annee=2028).exists()
    ouvrir_les_bilans(OUVERTURE)
    assert Bilan.objects.get(annee=2027).equipement == equipement


def test_les_autres_ne_sont_pas_annoncees_un_an_avant(monde: Monde) -> None:
    questionnaires()
    generer_les_campagnes(OUVERTURE)
    assert CampagneBilan.objects.exists()
    assert not CampagneBilan.objects.filter(annee=2027).exists()
