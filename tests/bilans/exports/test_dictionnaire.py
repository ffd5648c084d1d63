"""The dictionary of data: one line per column of exports, complete, in words."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from python_calamine import CalamineWorkbook

from bilans.exports.dictionnaire import COLONNES, dictionnaire_xlsx
from bilans.presentation.dictionnaire import Article, decrire
from bilans.questionnaires import livres
from bilans.regles.colonnes import colonnes
from bilans.regles.questionnaire import Question, Questionnaire
from portal.socle.formats import ESPACE_INSECABLE as NB
from tests.bilans.regles.test_versions import version
from tests.bilans.strategies import PROPRIETE, questionnaires


def article(code: str) -> Article:
    recensement = livres()["recensement_cct-1"]
    return next(a for a in decrire([recensement]) if a.code == code)


def lire(contenu: bytes) -> dict[str, list[dict[str, object]]]:
    classeur = CalamineWorkbook.from_filelike(BytesIO(contenu))
    feuilles = {}
    for nom in classeur.sheet_names:
        tetes, *lignes = classeur.get_sheet_by_name(nom).to_python()
        feuilles[nom] = [dict(zip(map(str, tetes), ligne, strict=True)) for ligne in lignes]
    return feuilles


def test_une_question_est_decrite_en_entier() -> None:
    groupes = article("groupes_nombre")

    assert groupes.feuille == "themes"
    assert groupes.rubrique == "Le thème"
    assert groupes.genre == "Nombre entier"
    assert (groupes.minimum, groupes.maximum, groupes.unite) == (
        Decimal(1),
        Decimal(365),
        "groupes",
    )
    assert f"«{NB}Des groupes de travail ont-ils été animés{NB}?{NB}» n’est pas" in groupes.posee_si
    assert f"«{NB}thème{NB}» est «{NB}Handicap{NB}»" in groupes.posee_si
    assert groupes.ne_sait_pas
    assert groupes.choix == (("ne_sait_pas", "Ne sait pas"),)
    assert groupes.repetition == "thème"
    assert groupes.marque == "S"
    assert not groupes.retiree


def test_une_question_retiree_reste_au_dictionnaire() -> None:
    """Removed questions never vanish from exports; a renamed code is two columns."""
    bonus = Question("bonus", "Bonus", "oui_non")
    anciens = [version(1, bonus), version(2, replace(bonus, code="bonus_parents"))]
    vus = {a.code: (a.retiree, a.versions, a.choix[0]) for a in decrire(anciens)}
    assert vus == {
        "bonus": (True, ("essai-1",), ("oui", "Oui")),
        "bonus_parents": (False, ("essai-2",), ("oui", "Oui")),
    }


@pytest.mark.parametrize("reference", livres())
def test_le_classeur_d_un_questionnaire_livre(reference: str) -> None:
    questionnaire = livres()[reference]
    classeur = lire(dictionnaire_xlsx([questionnaire]))

    lignes = classeur["Dictionnaire"]
    assert list(lignes[0]) == [colonne.titre for colonne in COLONNES]
    assert [ligne["Code"] for ligne in lignes] == [c.code for c in _dans_l_ordre(questionnaire)]
    assert all(ligne["Question"] and ligne["Type"] and ligne["Source"] for ligne in lignes)
    assert {ligne["Versions"] for ligne in lignes} == {reference}
    codes = {(ligne["Code"], ligne["Choix"]): ligne["Libellé"] for ligne in classeur["Choix"]}
    for colonne in colonnes([questionnaire]):
        for code, libelle in colonne.choix:
            assert codes[colonne.code, code] == libelle


@PROPRIETE
@given(questionnaires())
def test_chaque_colonne_a_son_article(questionnaire: Questionnaire) -> None:
    articles = decrire([questionnaire])
    assert [a.code for a in articles] == [c.code for c in _dans_l_ordre(questionnaire)]
    assert dictionnaire_xlsx([questionnaire])


def _dans_l_ordre(questionnaire: Questionnaire) -> list[object]:
    """What is asked once, then each repetition as it comes."""
    toutes = colonnes([questionnaire])
    repetitions = dict.fromkeys([(), *(c.repetitions for c in toutes)])
    return [c for r in repetitions for c in toutes if c.repetitions == r]
