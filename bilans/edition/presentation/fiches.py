"""Beside the form of an element: its condition in words, and the pages that change the rest."""

from dataclasses import dataclass

from django.urls import reverse

from bilans.models import VersionQuestionnaire
from bilans.presentation.conditions import afficher_si, en_mots
from bilans.regles.questionnaire import Place, Question, Questionnaire


@dataclass(frozen=True)
class Lien:
    """Something said of an element, and the page where it is changed."""

    titre: str
    texte: str
    libelle: str
    adresse: str


def liens_de(
    version: VersionQuestionnaire, questionnaire: Questionnaire, place: Place
) -> tuple[Lien, ...]:
    element = place.element
    ici = [version.pk, element.code]
    condition = (
        f"{afficher_si(questionnaire, element.condition)}."
        if element.condition
        else "Toujours affiché."
    )
    liens = [
        Lien(
            "Condition d’affichage",
            condition,
            "Changer la condition",
            reverse("bilans:condition_element", args=[*ici, "condition"]),
        )
    ]
    if isinstance(element, Question) and element.demande and not element.colonnes:
        verification = "Aucune."
        if element.contrainte is not None:
            verification = (
                f"La réponse est acceptée si {en_mots(questionnaire, element.contrainte)}."
            )
        liens.append(
            Lien(
                "Vérification de la réponse",
                verification,
                "Changer la vérification",
                reverse("bilans:condition_element", args=[*ici, "contrainte"]),
            )
        )
    liens.append(
        Lien("Code", element.code, "Changer le code", reverse("bilans:code_element", args=ici))
    )
    return tuple(liens)
