"""What an editor does to a definition: one class for each, each giving another definition.

Operations designate elements by their codes, which are unique and which moving never changes: an
operation means the same after somebody else moved things around.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Protocol

from bilans.edition.regles.arbre import (
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
from bilans.regles.questionnaire import Element, Questionnaire


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
        numero = rang_apres(contenu(questionnaire, groupe), self.apres)
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


def rang_apres(freres: Collection[Element], code: str) -> int:
    """Where to put what comes after this one; last when it is not there, or not named."""
    codes = [frere.code for frere in freres]
    return codes.index(code) + 1 if code in codes else len(codes)
