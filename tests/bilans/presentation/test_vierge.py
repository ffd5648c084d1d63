"""A questionnaire on paper asks for what the definition asks, in its order, nothing hidden."""

import pytest
from django.template.loader import render_to_string
from hypothesis import given

from bilans.presentation.vierge import Demande, Rubrique, decrire
from bilans.questionnaires import livres
from bilans.regles.questionnaire import (
    AJOUT,
    Colonne,
    Groupe,
    Question,
    Questionnaire,
    Repetition,
)
from portal.saisie.regles.conditions import EGAL, Comparaison, Reponse
from portal.socle.formats import ESPACE_INSECABLE as NB
from tests.bilans.strategies import PROPRIETE, questionnaires

OUI = Comparaison(Reponse("bonus"), EGAL, "oui")
ESSAI = Questionnaire(
    "essai",
    "1",
    "Essai",
    (
        Groupe(
            "s",
            "Section",
            (
                Question("bonus", "Bonus ?", "oui_non", ne_sait_pas=True),
                Groupe(
                    "lieux",
                    "Lieux",
                    (Question("lieu", "Nom", "texte", obligatoire=False),),
                    condition=OUI,
                    repetition=Repetition(AJOUT, "lieu"),
                ),
                Question("avis", "Avis", "texte_long", condition=OUI),
                Question("n", "À savoir", "note"),
                Question("s1", "Score", "score", colonnes=(Colonne("famille", "Famille"),)),
                Question(
                    "t",
                    "Tableau",
                    "tableau",
                    colonnes=(Colonne("f", "Femmes", "entier"),),
                    rangees=(("c", "Cadres"),),
                ),
            ),
            aide="De l’aide",
        ),
    ),
)


def demandes(questionnaire: Questionnaire) -> list[Demande]:
    return [d for rubrique in decrire(questionnaire).rubriques for d in rubrique.demandes]


def test_une_repetition_est_montree_une_fois_et_la_suite_reprend_sous_son_titre() -> None:
    section, lieux, suite = decrire(ESSAI).rubriques

    assert (section.niveau, section.titre, section.aide) == (2, "Section", "De l’aide")
    assert (lieux.niveau, lieux.portee) == (3, "À remplir pour chaque lieu, autant qu’il y en a")
    assert lieux.posee_si == f"«{NB}Bonus ?{NB}» est «{NB}Oui{NB}»"
    assert suite == Rubrique(2, "Section (suite)", "", "", "", suite.demandes)
    assert [d.numero for d in demandes(ESSAI)] == [1, 2, 3, 0, 4, 5]


def test_chaque_genre_a_de_quoi_s_ecrire() -> None:
    bonus, nom, avis, note, score, tableau = demandes(ESSAI)

    assert (bonus.choix, bonus.ne_sait_pas, bonus.lignes) == (("Oui", "Non"), "Ne sait pas", 0)
    assert (nom.facultative, nom.lignes, nom.choix) == (True, 1, ())
    assert (avis.lignes, avis.posee_si) == (6, f"«{NB}Bonus ?{NB}» est «{NB}Oui{NB}»")
    assert (note.attendu, note.lignes, note.facultative) == ("", 0, False)
    assert score.tableau is not None
    assert (score.tableau.scores[0], score.tableau.rangees) == ("Non concerné", ("",))
    assert tableau.tableau is not None
    assert (tableau.tableau.colonnes, tableau.tableau.rangees) == (("Femmes",), ("Cadres",))


def test_il_dit_combien_de_questions_et_quand() -> None:
    faits = dict(decrire(livres()["recensement_cct-1"], 2025).faits)
    assert faits == {
        "Questions": f"3{NB}questions, puis 24 par thème",
        "Version": "recensement_cct-1",
    }
    faits = dict(decrire(livres()["bilan_clas-1"], 2025).faits)
    assert faits["À remplir"] == "du 14 juin 2026 au 15 juillet 2026 inclus"


@pytest.mark.parametrize("reference", livres())
def test_chaque_question_livree_est_sur_le_papier(reference: str) -> None:
    questionnaire = livres()[reference]
    vierge = decrire(questionnaire)
    page = render_to_string("pdf/bilans/vierge.html", {"vierge": vierge})

    posees = [d for d in demandes(questionnaire) if d.numero]
    assert [d.libelle for d in posees] == [q.libelle for q in questionnaire.questions]
    for demande in posees:
        assert demande.choix or demande.tableau or demande.lignes
    assert page.count('class="demande"') == len(demandes(questionnaire))


@PROPRIETE
@given(questionnaires())
def test_tout_ce_qui_est_demande_est_numerote_dans_l_ordre(questionnaire: Questionnaire) -> None:
    posees = [d for d in demandes(questionnaire) if d.numero]
    assert [d.numero for d in posees] == list(range(1, len(questionnaire.questions) + 1))
    assert [d.libelle for d in posees] == [q.libelle for q in questionnaire.questions]
    assert render_to_string("pdf/bilans/vierge.html", {"vierge": decrire(questionnaire)})
