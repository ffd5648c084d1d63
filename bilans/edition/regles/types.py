"""What each type of question may hold: the rest is put back to nothing when the type changes."""

from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

from bilans.regles.questionnaire import (
    CHOIX_MULTIPLES,
    FICHIER,
    NOTE,
    SCORE,
    TABLEAU,
    Element,
    Question,
)
from portal.saisie.regles.champs import DECIMALES, SAISIE

_DEFAUTS: dict[str, Any] = {champ.name: champ.default for champ in fields(Question)}
_COMMUNES = frozenset({"code", "libelle", "type", "aide", "condition"})
_REPONSES = frozenset({"obligatoire", "contrainte", "message", "origine"})
_REPRISES = frozenset({"ne_sait_pas", "reprise", "partage"})
_BORNES = frozenset({"minimum", "maximum", "unite"})


def proprietes_de(genre: str) -> frozenset[str]:
    """Names of the properties that a question of this type has."""
    if genre == NOTE:
        return _COMMUNES
    siennes = _COMMUNES | _REPONSES
    if genre == FICHIER:
        return siennes
    if genre == TABLEAU:
        return siennes | _BORNES | {"reprise", "colonnes", "rangees"}
    siennes = siennes | _REPRISES
    if genre == SCORE:
        return siennes | {"colonnes"}
    if genre in DECIMALES:
        return siennes | _BORNES
    if genre == "choix":
        return siennes | {"choix"}
    if genre == CHOIX_MULTIPLES:
        return siennes | {"choix", "moins", "plus", "exclusifs"}
    return siennes


def convenir(element: Element) -> Element:
    """The same without what does not go with its type; exclusive choices are choices."""
    if not isinstance(element, Question):
        return element
    siennes = proprietes_de(element.type)
    autres = {nom: defaut for nom, defaut in _DEFAUTS.items() if nom not in siennes}
    convenu = replace(element, **autres)
    codes = {code for code, _ in convenu.choix}
    exclusifs = tuple(code for code in convenu.exclusifs if code in codes)
    return convenu if exclusifs == convenu.exclusifs else replace(convenu, exclusifs=exclusifs)


def question_vierge(code: str, libelle: str, genre: str) -> Question:
    """A question as it is first added: to be answered, its numbers from zero on."""
    return Question(
        code,
        libelle,
        genre,
        obligatoire=genre != FICHIER,
        minimum=Decimal(0),
        origine=SAISIE,
    )
