"""What an editor does to a definition: one class for each, each giving another definition.

Operations designate elements by their codes, which are unique and which moving never changes: an
operation means the same after somebody else moved things around.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Protocol

from bilans.edition.regles.arbre import (
    changer,
    codes_de,
    contenu,
    inserer,
    place_de,
    rang_du_groupe,
    remplacer,
)
from bilans.edition.regles.codes import copie_de, renommer_partout
from bilans.edition.regles.refus import OperationImpossible, Raison
from bilans.edition.regles.types import convenir
from bilans.regles.cadre import Cadre
from bilans.regles.questionnaire import Element, Groupe, Questionnaire, Rang
from portal.saisie.regles.conditions import Condition, Toutes


class Operation(Protocol):
    """What is done; ``sujet`` is the code of the element that it is about, "" for the whole."""

    @property
    def sujet(self) -> str: ...

    def faire(self, questionnaire: Questionnaire) -> Questionnaire:
        """Return the definition once it is done. Raises OperationImpossible."""
        ...


@dataclass(frozen=True)
class Ajouter:
    """Put an element in a group ("" for a new section), after another one, or last."""

    element: Element
    groupe: str = ""
    apres: str = ""

    @property
    def sujet(self) -> str:
        return self.element.code

    def faire(self, questionnaire: Questionnaire) -> Questionnaire:
        groupe = rang_du_groupe(questionnaire, self.groupe)
        numero = _apres(contenu(questionnaire, groupe), self.apres)
        return inserer(questionnaire, groupe, numero, self.element)


@dataclass(frozen=True)
class Modifier:
    """Change properties of an element, by their names; what it holds is not one of them."""

    code: str
    proprietes: Mapping[str, Any]

    @property
    def sujet(self) -> str:
        return self.code

    def faire(self, questionnaire: Questionnaire) -> Questionnaire:
        place = place_de(questionnaire, self.code)
        noms = {champ.name for champ in fields(place.element)} - {"code", "elements"}
        if not self.proprietes.keys() <= noms:
            raise OperationImpossible(Raison.INTROUVABLE, self.code)
        change = replace(place.element, **self.proprietes)
        return remplacer(questionnaire, place.rang, convenir(change))


@dataclass(frozen=True)
class Renommer:
    """Give another code; conditions follow. What was answered stays under the former one."""

    code: str
    nouveau: str

    @property
    def sujet(self) -> str:
        return self.code

    def faire(self, questionnaire: Questionnaire) -> Questionnaire:
        place_de(questionnaire, self.code)
        return renommer_partout(questionnaire, {self.code: self.nouveau})


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
                questionnaire, rang, _sans_puis(place.element, _apres(freres, self.apres))
            )
        # Put in before it is taken out: a section moved away is never missed in between.
        double = replace(place.element, code=_PROVISOIRE)
        pose = Ajouter(double, self.groupe, self.apres).faire(questionnaire)
        ote = remplacer(pose, place_de(pose, self.code).rang)
        return remplacer(ote, place_de(ote, _PROVISOIRE).rang, place.element)


@dataclass(frozen=True)
class Dupliquer:
    """Copy an element just after itself; ``pris`` are codes that the copy may not take either."""

    code: str
    pris: Collection[str] = field(default=(), compare=False)

    @property
    def sujet(self) -> str:
        return self.code

    def faire(self, questionnaire: Questionnaire) -> Questionnaire:
        place = place_de(questionnaire, self.code)
        ici = {p.element.code for p in questionnaire.places}
        copie = copie_de(place.element, {*ici, *self.pris})
        return inserer(questionnaire, place.rang[:-1], place.rang[-1] + 1, copie)


@dataclass(frozen=True)
class Supprimer:
    """Take an element away, with all that stands in it."""

    code: str

    @property
    def sujet(self) -> str:
        return self.code

    def faire(self, questionnaire: Questionnaire) -> Questionnaire:
        return remplacer(questionnaire, place_de(questionnaire, self.code).rang)


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


@dataclass(frozen=True)
class Encadrer:
    """Change what stands around: subject, exercices, people, dates."""

    cadre: Cadre | None
    sujet: str = ""

    def faire(self, questionnaire: Questionnaire) -> Questionnaire:
        return replace(questionnaire, cadre=self.cadre)


@dataclass(frozen=True)
class Intituler:
    """Change the title of the questionnaire."""

    titre: str
    sujet: str = ""

    def faire(self, questionnaire: Questionnaire) -> Questionnaire:
        return replace(questionnaire, titre=self.titre)


# Never a code: no editor, no file may write it.
_PROVISOIRE = " "


def _apres(freres: Collection[Element], code: str) -> int:
    """Where to put what comes after this one; last when it is not there, or not named."""
    codes = [frere.code for frere in freres]
    return codes.index(code) + 1 if code in codes else len(codes)


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
