"""A condition in words: what it says is what is evaluated, and nothing is left unsaid."""

from decimal import Decimal

import pytest
from hypothesis import given

from bilans.presentation.conditions import (
    afficher_si,
    en_mots,
    nom_source,
    valeurs_possibles,
    verbes,
)
from bilans.questionnaires import livres
from bilans.regles.faits import FAITS
from bilans.regles.questionnaire import LISTE, Groupe, Question, Questionnaire, Repetition
from bilans.services.libelles_faits import nom_fait, valeurs_fait
from portal.saisie.regles.conditions import (
    AU_MOINS,
    AU_PLUS,
    DIFFERENT,
    EGAL,
    INFERIEUR,
    OPERATEURS,
    SUPERIEUR,
    CetteReponse,
    Comparaison,
    Condition,
    Contient,
    EstVide,
    Fait,
    Non,
    Rangee,
    Reponse,
    Toutes,
    Une,
    sources,
)
from portal.socle.formats import ESPACE_INSECABLE as NB
from tests.bilans.strategies import PROPRIETE, questionnaires

COULEURS = (("rouge", "Rouge"), ("aucun", "Aucune"))
ESSAI = Questionnaire(
    "essai",
    "1",
    "Essai",
    (
        Groupe(
            "s",
            "Section",
            (
                Question("bonus", "Bonus parents demandé", "oui_non", ne_sait_pas=True),
                Question("couleurs", "Couleurs", "choix_multiples", choix=COULEURS),
                Question("couleur", "Couleur", "choix", choix=COULEURS),
                Question("etp", "Temps de travail", "etp", unite="ETP"),
                Question("jour", "Jour", "date"),
                Question("texte", "", "texte"),
            ),
        ),
        Groupe(
            "themes",
            "Les thèmes",
            (Question("q", "Question", "oui_non"),),
            repetition=Repetition(LISTE, "thème", (("handicap", "Handicap"),)),
        ),
    ),
)
BONUS, ETP, JOUR = Reponse("bonus"), Reponse("etp"), Reponse("jour")
OUI = Comparaison(BONUS, EGAL, "oui")
VIDE = EstVide(Reponse("couleur"))
TROIS = Comparaison(ETP, SUPERIEUR, Decimal("3.50"))


def q(texte: str) -> str:
    return f"«{NB}{texte}{NB}»"


@pytest.mark.parametrize(
    ("condition", "mots"),
    [
        (OUI, f"{q('Bonus parents demandé')} est {q('Oui')}"),
        (
            Comparaison(BONUS, DIFFERENT, "non"),
            f"{q('Bonus parents demandé')} n’est pas {q('Non')}",
        ),
        (
            Comparaison(BONUS, EGAL, "ne_sait_pas"),
            f"{q('Bonus parents demandé')} est {q('Ne sait pas')}",
        ),
        (Contient(Reponse("couleurs"), "rouge"), f"{q('Couleurs')} comprend {q('Rouge')}"),
        (
            Non(Contient(Reponse("couleurs"), "rouge")),
            f"{q('Couleurs')} ne comprend pas {q('Rouge')}",
        ),
        (Contient(Reponse("couleur"), "rouge"), f"{q('Couleur')} est {q('Rouge')}"),
        (VIDE, f"{q('Couleur')} n’a pas de réponse"),
        (Non(VIDE), f"{q('Couleur')} a une réponse"),
        (EstVide(Fait("themes")), f"{q(nom_fait('themes'))} n’est pas connu"),
        (TROIS, f"{q('Temps de travail')} est supérieur à 3,5{NB}ETP"),
        (Non(TROIS), f"{q('Temps de travail')} n’est pas supérieur à 3,5{NB}ETP"),
        (Comparaison(ETP, EGAL, "1"), f"{q('Temps de travail')} est égal à 1{NB}ETP"),
        (
            Comparaison(JOUR, AU_PLUS, "2026-03-01"),
            f"{q('Jour')} est au plus tard le 1er mars 2026",
        ),
        (Comparaison(JOUR, EGAL, "2026-03-31"), f"{q('Jour')} est le 31 mars 2026"),
        (Comparaison(JOUR, AU_MOINS, "hier"), f"{q('Jour')} est au plus tôt {q('hier')}"),
        (Comparaison(Reponse("texte"), EGAL, "Lyon"), f"{q('texte')} est {q('Lyon')}"),
        (Comparaison(Reponse("perdue"), EGAL, "x"), f"{q('perdue')} est {q('x')}"),
        (
            Comparaison(ETP, INFERIEUR, Reponse("perdue")),
            f"{q('Temps de travail')} est inférieur à la réponse à {q('perdue')}",
        ),
        (
            Comparaison(ETP, DIFFERENT, Reponse("etp")),
            f"{q('Temps de travail')} n’est pas identique à la réponse à {q('Temps de travail')}",
        ),
        (Contient(Fait("themes"), "handicap"), f"{q(nom_fait('themes'))} comprend {q('Handicap')}"),
        (
            Contient(Fait("role"), "approbateur"),
            f"{q(nom_fait('role'))} comprend {q('Approbateur')}",
        ),
        (Comparaison(Rangee("themes"), EGAL, "handicap"), f"{q('thème')} est {q('Handicap')}"),
        (
            Comparaison(CetteReponse(), AU_PLUS, Decimal(12)),
            "ce que vous répondez est inférieur ou égal à 12",
        ),
        (Toutes(()), "toujours"),
        (Non(Toutes(())), "jamais"),
        (Une((OUI,)), f"{q('Bonus parents demandé')} est {q('Oui')}"),
    ],
)
def test_une_condition_en_mots(condition: Condition, mots: str) -> None:
    assert en_mots(ESSAI, condition) == mots


def test_et_et_ou_gardent_leur_ordre_par_des_parentheses() -> None:
    oui, vide = en_mots(ESSAI, OUI), en_mots(ESSAI, VIDE)
    assert en_mots(ESSAI, Toutes((OUI, Une((VIDE, OUI))))) == f"{oui} et ({vide} ou {oui})"
    assert en_mots(ESSAI, Une((OUI, Toutes((VIDE,))))) == f"{oui} ou {vide}"


def test_une_negation_descend_jusqu_aux_comparaisons() -> None:
    """Not (a and b) is « not a or not b », as it is evaluated."""
    rempli, non = en_mots(ESSAI, Non(VIDE)), en_mots(ESSAI, Non(OUI))
    assert en_mots(ESSAI, Non(Toutes((OUI, VIDE)))) == f"{non} ou {rempli}"
    assert en_mots(ESSAI, Non(Une((OUI, Non(VIDE))))) == f"{non} et {en_mots(ESSAI, VIDE)}"
    assert en_mots(ESSAI, Non(Non(OUI))) == en_mots(ESSAI, OUI)


def test_l_editeur_dit_quand_afficher() -> None:
    assert afficher_si(ESSAI, OUI) == f"Afficher si {q('Bonus parents demandé')} est {q('Oui')}"


def test_ce_qui_se_compare_a_ses_valeurs_et_ses_verbes() -> None:
    assert list(valeurs_possibles(ESSAI, BONUS)) == ["oui", "non", "ne_sait_pas"]
    assert valeurs_possibles(ESSAI, Rangee("themes")) == {"handicap": "Handicap"}
    assert not valeurs_possibles(ESSAI, ETP)
    assert valeurs_possibles(ESSAI, Reponse("perdue")) == {}
    for source in (BONUS, ETP, JOUR, Fait("themes"), CetteReponse()):
        assert set(verbes(ESSAI, source)) == set(OPERATEURS)
    assert verbes(ESSAI, JOUR)[INFERIEUR] == "est avant"


def test_chaque_fait_et_chaque_valeur_a_ses_mots() -> None:
    for fait, valeurs in FAITS.items():
        assert nom_fait(fait) != fait
        assert list(valeurs_fait(fait)) == list(valeurs)
        assert all(libelle != code for code, libelle in valeurs_fait(fait).items())


def test_les_questionnaires_livres_n_ont_aucun_code_dans_leurs_conditions() -> None:
    for questionnaire in livres().values():
        conditions = [p.element.condition for p in questionnaire.places if p.element.condition]
        mots = " ".join(en_mots(questionnaire, condition) for condition in conditions)
        assert "_" not in mots


@PROPRIETE
@given(questionnaires())
def test_tout_ce_qu_une_condition_regarde_est_nomme(questionnaire: Questionnaire) -> None:
    for place in questionnaire.places:
        if condition := place.element.condition:
            mots = en_mots(questionnaire, condition)
            for source in sources(condition):
                assert nom_source(questionnaire, source) in mots
            assert en_mots(questionnaire, Non(Non(condition))) == mots
