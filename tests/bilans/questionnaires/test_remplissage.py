"""Each questionnaire can be filled to the end, with everything asked or as little as may be."""

import pytest

from bilans.questionnaires import livres
from bilans.regles.etat import Etat, Faits, evaluer
from bilans.regles.faits import THEMES_CTG
from bilans.regles.questionnaire import NE_SAIT_PAS, Question, Questionnaire
from portal.saisie.regles.structure import Ligne
from portal.saisie.regles.valeurs import Valeur

TOURS_MAX = 10
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


def remplir(questionnaire: Questionnaire, faits: Faits, *, rang: int, ignore: bool = False) -> Etat:
    """Answer what misses until nothing does: choices by rank, the last ones for -1."""
    reponses: dict[str, Valeur] = {}
    for _ in range(TOURS_MAX):
        etat = evaluer(questionnaire, reponses, faits)
        if not etat.manquants:
            return etat
        for emplacement in etat.manquants:
            reponses[emplacement.chemin] = _reponse(emplacement.champ, rang, ignore)
    raise AssertionError([e.chemin for e in etat.manquants])


def _reponse(question: Question, rang: int, ignore: bool) -> Valeur:
    if ignore and question.ne_sait_pas:
        return NE_SAIT_PAS
    if question.est_numerique:
        return str(max(question.minimum or 0, 1))
    if question.type == "choix_multiples":
        return [question.choix[rang][0]]
    if question.options:
        return question.options[rang][0]
    return "2026-03-31" if question.type == "date" else "Une réponse"


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
