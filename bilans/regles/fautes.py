"""What is wrong with an answer as it is kept: a machine word, put in French by whoever shows it.

What was typed is read by ``portal.saisie.regles.formes``; answers also come from imports, from last
year, or from a draft whose question has changed since.
"""

from bilans.regles.questionnaire import CHOIX_MULTIPLES, Question
from portal.saisie.regles.valeurs import Valeur, lire

HORS_BORNES = "hors_bornes"
PAS_UN_NOMBRE = "pas_un_nombre"
PAS_PROPOSE = "pas_propose"
TROP_PEU = "trop_peu"
TROP = "trop"
EXCLUSIF = "exclusif"
CONTRAINTE = "contrainte"


def faute(question: Question, valeur: Valeur) -> str:
    """Return what is wrong with an answer given to a question, "" for nothing."""
    if question.est_ne_sait_pas(valeur):
        return ""
    if question.est_numerique:
        return _faute_de_nombre(question, valeur)
    if question.type == CHOIX_MULTIPLES:
        return _faute_de_choix(question, [valeur] if isinstance(valeur, str) else valeur)
    if isinstance(valeur, list):
        return PAS_PROPOSE
    permis = {code for code, _ in question.options}
    return PAS_PROPOSE if permis and valeur not in permis else ""


def _faute_de_nombre(question: Question, valeur: Valeur) -> str:
    nombre = lire(valeur)
    if nombre is None:
        return PAS_UN_NOMBRE
    sous = question.minimum is not None and nombre < question.minimum
    sur = question.maximum is not None and nombre > question.maximum
    return HORS_BORNES if sous or sur else ""


def _faute_de_choix(question: Question, choisis: list[str]) -> str:
    if not set(choisis) <= {code for code, _ in question.choix}:
        return PAS_PROPOSE
    if len(choisis) > 1 and set(choisis) & set(question.exclusifs):
        return EXCLUSIF
    # An exclusive choice (« aucun ») answers by itself, however many are asked for.
    if (
        question.moins
        and len(choisis) < question.moins
        and not set(choisis) & set(question.exclusifs)
    ):
        return TROP_PEU
    if question.plus is not None and len(choisis) > question.plus:
        return TROP
    return ""
