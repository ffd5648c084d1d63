"""Each questionnaire can be filled to the end, with everything asked or as little as may be."""

import pytest

from bilans.questionnaires import livres
from bilans.regles.etat import Faits
from bilans.regles.faits import THEMES_CTG
from bilans.regles.questionnaire import Questionnaire
from portal.saisie.regles.structure import Ligne
from tests.bilans.remplir import remplir

DEUX = (Ligne("1", "Un"), Ligne("2", "Deux"))
TOUT = Faits(
    {
        "themes": list(THEMES_CTG),
        "bonus_enfants": "oui",
        "bonus_parents": "oui",
        "chef_de_projet": "oui",
    },
    dict.fromkeys(
        (
            "postes",
            "collectifs",
            "lieux",
            "actions",
            "ameliorations",
            "postes.1.realisations",
            "postes.2.realisations",
        ),
        DEUX,
    ),
)
RIEN = Faits({"themes": [], "bonus_enfants": "non", "bonus_parents": "non"})

tous = pytest.mark.parametrize("questionnaire", livres().values(), ids=lambda q: q.reference)


@tous
@pytest.mark.parametrize("faits", [TOUT, RIEN], ids=["tout", "rien"])
@pytest.mark.parametrize("rang", [0, -1], ids=["premier", "dernier"])
@pytest.mark.parametrize("ignore", [True, False], ids=["ne_sait_pas", "sait"])
def test_un_questionnaire_se_remplit_jusqu_au_bout(
    questionnaire: Questionnaire, faits: Faits, rang: int, ignore: bool
) -> None:
    etat = remplir(questionnaire, faits, rang=rang, ignore=ignore)

    assert etat.fautes == {}
    assert etat.est_complet


@tous
def test_tout_repondre_montre_davantage(questionnaire: Questionnaire) -> None:
    """Facts open sections and rows: none of the four is the same for everybody."""
    avec = remplir(questionnaire, TOUT, rang=0)
    sans = remplir(questionnaire, RIEN, rang=0)

    assert len(avec.emplacements) > len(sans.emplacements)
