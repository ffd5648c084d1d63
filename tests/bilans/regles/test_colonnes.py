"""Columns of exports: nothing answered in any version is ever without its column, nor in two."""

from dataclasses import replace

from hypothesis import given

from bilans.regles.colonnes import colonnes, feuilles
from bilans.regles.questionnaire import (
    AJOUT,
    Groupe,
    Question,
    Questionnaire,
    Repetition,
)
from bilans.regles.questionnaire import Colonne as ColonneDeTableau
from tests.bilans.regles.test_versions import version
from tests.bilans.strategies import PROPRIETE, questionnaires

A, B, C = (Question(code, code.upper(), "texte") for code in "abc")
SCORE = Question("s", "S", "score", colonnes=(ColonneDeTableau("famille", "Famille"),))
COULEUR = Question("q", "Couleur", "choix", choix=(("rouge", "Rouge"), ("vert", "Vert")))


def test_une_question_retiree_garde_sa_colonne() -> None:
    autre = replace(B, libelle="B autrement")
    vues = colonnes([version(1, A, SCORE, B), version(2, C, autre)])

    assert [(c.code, c.derniere, c.versions) for c in vues] == [
        ("c", "essai-2", ("essai-2",)),
        ("b", "essai-2", ("essai-1", "essai-2")),
        ("a", "essai-1", ("essai-1",)),
        ("s.famille", "essai-1", ("essai-1",)),
    ]
    assert vues[1].question.libelle == "B autrement"
    assert colonnes([]) == ()
    assert [f.code for f in feuilles([])] == ["bilans"]


def test_un_code_renomme_ne_melange_pas_deux_colonnes() -> None:
    renommee = replace(A, code="a2")
    vues = colonnes([version(1, A), version(2, renommee)])
    assert [(c.code, c.versions) for c in vues] == [("a2", ("essai-2",)), ("a", ("essai-1",))]


def test_un_choix_retire_garde_son_libelle() -> None:
    reste = replace(COULEUR, choix=(("vert", "Vert pomme"),))
    (colonne,) = colonnes([version(1, COULEUR), version(2, reste)])
    assert colonne.choix == (("vert", "Vert pomme"), ("rouge", "Rouge"))


def test_une_question_devenue_repetee_a_deux_colonnes() -> None:
    repete = Groupe("lieux", "Les lieux", (A, B), repetition=Repetition(AJOUT, "lieu"))
    vues = feuilles([version(1, A), version(2, C, repete)])

    assert [(f.code, [c.code for c in f.colonnes]) for f in vues] == [
        ("bilans", ["c", "a"]),
        ("lieux", ["a", "b"]),
    ]
    assert [c.chemin for c in vues[1].colonnes] == ["lieux.a", "lieux.b"]
    assert [groupe.titre for groupe in vues[1].groupes] == ["Les lieux"]


@PROPRIETE
@given(questionnaires(), questionnaires())
def test_chaque_reponse_de_chaque_version_a_une_colonne_et_une_seule(
    avant: Questionnaire, apres: Questionnaire
) -> None:
    apres = replace(apres, version="2")
    vues = [c for f in feuilles([avant, apres]) for c in f.colonnes]
    for questionnaire in (avant, apres):
        demandees = [case.code for question in questionnaire.questions for case in question.cases]
        siennes = [c.code for c in vues if questionnaire.reference in c.versions]
        assert sorted(siennes) == sorted(demandees)
    assert len({c.cle for c in vues}) == len(vues)
