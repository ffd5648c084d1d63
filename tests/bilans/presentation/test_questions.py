"""What a question expects, and how often it is asked, in words."""

from decimal import Decimal

import pytest

from bilans.presentation.questions import GENRES, attendu, portee, posee_si, repetee_par
from bilans.questionnaires import livres
from bilans.regles.questionnaire import (
    AJOUT,
    LISTE,
    NOMBRE,
    POSTES,
    THEMES,
    TYPES,
    Groupe,
    Question,
    Questionnaire,
    Repetition,
)
from portal.socle.formats import ESPACE_FINE as FINE
from portal.socle.formats import ESPACE_INSECABLE as NB

CHOIX = (("a", "A"), ("b", "B"), ("c", "C"))


def test_chaque_genre_de_question_a_ses_mots() -> None:
    assert set(GENRES) == TYPES


@pytest.mark.parametrize(
    ("question", "mots"),
    [
        (Question("q", "", "entier"), "Nombre entier"),
        (Question("q", "", "entier", minimum=None), "Nombre entier, négatif permis"),
        (Question("q", "", "entier", minimum=Decimal(1)), "Nombre entier, 1 au moins"),
        (
            Question("q", "", "heures", maximum=Decimal(2000), unite="h"),
            f"Heures, de 0 à 2{FINE}000{NB}h",
        ),
        (
            Question("q", "", "entier", minimum=None, maximum=Decimal(3)),
            "Nombre entier, 3 au plus",
        ),
        (Question("q", "", "texte", longueur=40), "Texte court, 40 caractères au plus"),
        (Question("q", "", "texte_long"), f"Texte long, 5{FINE}000 caractères au plus"),
        (Question("q", "", "date"), "Date"),
        (Question("q", "", "choix_multiples", choix=CHOIX), "Plusieurs choix"),
        (
            Question("q", "", "choix_multiples", choix=CHOIX, moins=1, plus=2),
            f"Plusieurs choix, de 1 à 2{NB}réponses",
        ),
        (
            Question("q", "", "choix_multiples", choix=CHOIX, moins=2, plus=2),
            f"Plusieurs choix, 2{NB}réponses",
        ),
        (
            Question("q", "", "choix_multiples", choix=CHOIX, moins=1),
            f"Plusieurs choix, 1{NB}réponse au moins",
        ),
        (
            Question("q", "", "choix_multiples", choix=CHOIX, plus=2),
            f"Plusieurs choix, 2{NB}réponses au plus",
        ),
    ],
)
def test_ce_qui_est_attendu(question: Question, mots: str) -> None:
    assert attendu(question) == mots


@pytest.mark.parametrize(
    ("repetition", "mots"),
    [
        (None, ""),
        (Repetition(LISTE, "thème", CHOIX), f"À remplir pour chaque thème{NB}: A, B, C"),
        (Repetition(AJOUT, "lieu"), "À remplir pour chaque lieu, autant qu’il y en a"),
        (Repetition(POSTES), "À remplir pour chaque poste de la déclaration"),
        (Repetition(THEMES), "À remplir pour chaque thème de votre convention"),
        (Repetition(NOMBRE, "visite", nombre=3), "À remplir pour chaque visite, 3 au plus"),
        (
            Repetition(NOMBRE, "groupe", nombre="combien"),
            f"À remplir pour chaque groupe, autant que répondu à «{NB}Combien ?{NB}»",
        ),
    ],
)
def test_combien_de_fois_un_groupe_est_rempli(repetition: Repetition | None, mots: str) -> None:
    groupe = Groupe("g", "Titre", repetition=repetition)
    combien = Question("combien", "Combien ?", "entier")
    questionnaire = Questionnaire("essai", "1", "Essai", (Groupe("s", "S", (combien,)), groupe))
    assert portee(questionnaire, groupe) == mots


def test_une_repetition_dans_une_autre_se_lit_de_la_plus_proche() -> None:
    themes = Groupe("t", "Thèmes", repetition=Repetition(THEMES))
    postes = Groupe("p", "Postes", repetition=Repetition(POSTES))
    assert repetee_par((themes, Groupe("g", "G"), postes)) == "poste, pour chaque thème"
    assert repetee_par((Groupe("g", "G"),)) == ""


def test_une_question_attend_aussi_ce_qu_attend_son_groupe() -> None:
    recensement = livres()["recensement_cct-1"]
    assert posee_si(recensement, recensement.par_code["commune"]) == ""
    nom = posee_si(recensement, recensement.par_code["coordinateur_nom"])
    assert nom.count(" ou ") == 3
    assert nom.endswith("n’est pas «\u00a0Non\u00a0»")
