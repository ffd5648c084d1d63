"""What an editor does to the order of a draft: moved, put elsewhere, grouped, ungrouped."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bilans.edition.regles.arbre import (
    changer,
    codes_de,
    contenu,
    place_de,
    rang_du_groupe,
    remplacer,
)
from bilans.edition.regles.operations import Ajouter, rang_apres
from bilans.edition.regles.refus import OperationImpossible, Raison
from bilans.regles.questionnaire import Element, Groupe, Questionnaire, Rang
from portal.saisie.regles.conditions import Condition, Toutes


@dataclass(frozen=True)
class Decaler:
    """Move an element among those of its group: -1 up, 1 down."""

    code: str
    pas: int

    @property
    def sujet(self) -> str:
        return self.code

    def faire(self, questionnaire: Questionnaire) -> Questionnaire:
        place = place_de(questionnaire, self.code)
        freres = contenu(questionnaire, place.rang[:-1])
        numero = place.rang[-1] + self.pas
        if not 0 <= numero < len(freres):
            raise OperationImpossible(Raison.AU_BORD, self.code)
        return changer(questionnaire, place.rang[:-1], _sans_puis(place.element, numero))


@dataclass(frozen=True)
class Ranger:
    """Move an element into a group ("" for the sections), after another one, or last."""

    code: str
    groupe: str
    apres: str = ""

    @property
    def sujet(self) -> str:
        return self.code

    def faire(self, questionnaire: Questionnaire) -> Questionnaire:
        place = place_de(questionnaire, self.code)
        if self.groupe in codes_de(place.element):
            raise OperationImpossible(Raison.DANS_LUI_MEME, self.code)
        rang = rang_du_groupe(questionnaire, self.groupe)
        if rang == place.rang[:-1]:
            freres = [e for e in contenu(questionnaire, rang) if e is not place.element]
            return changer(
                questionnaire, rang, _sans_puis(place.element, rang_apres(freres, self.apres))
            )
        # Put in before it is taken out: a section moved away is never missed in between.
        double = replace(place.element, code=_PROVISOIRE)
        pose = Ajouter(double, self.groupe, self.apres).faire(questionnaire)
        ote = remplacer(pose, place_de(pose, self.code).rang)
        return remplacer(ote, place_de(ote, _PROVISOIRE).rang, place.element)


@dataclass(frozen=True)
class Grouper:
    """Put elements of one group together in a new group, where the first of them stood."""

    codes: tuple[str, ...]
    groupe: Groupe

    @property
    def sujet(self) -> str:
        return self.groupe.code

    def faire(self, questionnaire: Questionnaire) -> Questionnaire:
        if not self.codes:
            raise OperationImpossible(Raison.VIDE)
        places = sorted((place_de(questionnaire, c) for c in set(self.codes)), key=_rang)
        dans: Rang = places[0].rang[:-1]
        if any(place.rang[:-1] != dans for place in places):
            raise OperationImpossible(Raison.PAS_ENSEMBLE, self.groupe.code)
        pris = tuple(place.element for place in places)
        nouveau = replace(self.groupe, elements=pris)

        def regrouper(ici: tuple[Element, ...]) -> tuple[Element, ...]:
            restent = [e for e in ici if e not in pris]
            numero = places[0].rang[-1]
            return (*restent[:numero], nouveau, *restent[numero:])

        return changer(questionnaire, dans, regrouper)


@dataclass(frozen=True)
class Degrouper:
    """Take a group away and leave what it holds, each asked as it was: its condition goes down."""

    code: str

    @property
    def sujet(self) -> str:
        return self.code

    def faire(self, questionnaire: Questionnaire) -> Questionnaire:
        place = place_de(questionnaire, self.code)
        groupe = place.element
        if not isinstance(groupe, Groupe):
            raise OperationImpossible(Raison.INTROUVABLE, self.code)
        if groupe.repetition is not None:
            raise OperationImpossible(Raison.REPETEE, self.code)
        liberes = (
            replace(e, condition=_et(groupe.condition, e.condition)) for e in groupe.elements
        )
        return remplacer(questionnaire, place.rang, *liberes)


# Never a code: no editor, no file may write it.
_PROVISOIRE = " "


def _sans_puis(
    element: Element, numero: int
) -> Callable[[tuple[Element, ...]], tuple[Element, ...]]:
    """What takes an element out, then puts it back at its new place."""

    def deplacer(ici: tuple[Element, ...]) -> tuple[Element, ...]:
        restent = [e for e in ici if e is not element]
        return (*restent[:numero], element, *restent[numero:])

    return deplacer


def _rang(place: Any) -> Rang:
    rang: Rang = place.rang
    return rang


def _et(dehors: Condition | None, dedans: Condition | None) -> Condition | None:
    if dehors is None or dedans is None:
        return dehors or dedans
    return Toutes((dehors, dedans))
