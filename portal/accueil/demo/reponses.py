"""What is answered to the questions of a bilan: plausible, and not the same in two bilans."""

import zlib

from bilans.models import Bilan
from bilans.regles.questionnaire import SCORE, Question
from portal.accueil.demo.paroles import parole
from portal.saisie.regles.valeurs import Valeur


def repondre(bilan: Bilan, chemin: str, question: Question) -> Valeur:
    """Draw an answer, always the same for the same question of the same partner and exercice."""
    sujet = bilan.equipement.nom if bilan.equipement else bilan.gestionnaire.siret
    tirage = zlib.crc32(f"{sujet} {bilan.annee} {chemin}".encode())
    if question.type == SCORE:
        return ("1", "2", "2", "3", "NC")[tirage % 5]
    if question.unite == "ETP":
        return ("0.5", "1", "0.8", "1.5", "2")[tirage % 5]
    if question.est_numerique:
        bas, haut = int(question.minimum or 0), int(min(question.maximum or 24, 24))
        return str(bas + tirage % max(haut - bas, 1)) if haut > bas else str(bas)
    if question.type == "choix_multiples":
        return _choix(question, tirage)
    if question.options:
        return question.options[tirage % len(question.options)][0]
    if question.type == "date":
        return f"{bilan.annee}-06-12"
    return parole(question.code, tirage, long=question.type == "texte_long")


def _choix(question: Question, tirage: int) -> list[str]:
    """As many choices as are asked for, none of those that stand alone."""
    codes = [code for code, _ in question.choix if code not in question.exclusifs]
    combien = min(max(question.moins or 1, 1 + tirage % 2), question.plus or len(codes))
    debut = tirage % len(codes)
    return (codes + codes)[debut : debut + combien]
