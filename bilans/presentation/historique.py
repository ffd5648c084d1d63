"""The history of an answer in words: each value, what it replaced, who, when and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bilans.regles.cases import Place
from bilans.services.historique import Genre, Passage
from portal.saisie.presentation.conflits import en_mots
from portal.saisie.services.auteurs import Auteur

_MOTS = {
    Genre.SAISIE: ("Enregistrée", "succes"),
    Genre.ECARTEE: ("Non retenue", "attention"),
    Genre.TRANSMISE: ("Transmise à la Caf", "succes"),
    Genre.CAF: ("Modifiée par la Caf", "info"),
}


@dataclass(frozen=True)
class PassageLu:
    """A value and what it replaced (« » for one that replaced nothing); ``suite`` is its badge."""

    valeur: str
    avant: str
    auteur: Auteur | None
    suite: str
    ton: str
    motif: str


@dataclass(frozen=True)
class CaseLue:
    """One answer of a question and its history; ``nom`` tells it from the other cells."""

    nom: str
    passages: tuple[PassageLu, ...]


def cases_lues(question: str, cases: Sequence[tuple[Place, list[Passage]]]) -> list[CaseLue]:
    """Write the histories of the cells of a question, whose label is ``question``."""
    return [
        CaseLue(
            place.champ.libelle.removeprefix(question).removeprefix(" – "),
            tuple(_lire(place, passages)),
        )
        for place, passages in cases
    ]


def _lire(place: Place, passages: Iterable[Passage]) -> Iterable[PassageLu]:
    for passage in passages:
        avant = "" if passage.genre == Genre.ECARTEE else en_mots(place, passage.avant)
        yield PassageLu(
            en_mots(place, passage.valeur),
            avant,
            passage.auteur,
            *_MOTS[passage.genre],
            passage.motif,
        )
