"""The columns that hold the answers to every version of a questionnaire, and their sheets.

Exports, the dictionary of data and the analysis know answers by these columns. An answer stands
under the code it was given to and on the rows where it was asked: a code renamed is another column,
and so is a question that became repeated.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bilans.regles.questionnaire import (
    Choix,
    Groupe,
    Place,
    Question,
    Questionnaire,
)

Repetitions = tuple[str, ...]
Cle = tuple[Repetitions, str]


@dataclass(frozen=True)
class Colonne:
    """One answer, cell by cell, as the last version that asks for it says it.

    ``versions`` are the references of those that ask for it, the oldest first. ``choix`` are all
    the options that one of them offered, those of the last first: what was answered keeps its
    label. The column that tells which row of a repetition it is has no code (``analyse.connues``).
    """

    code: str
    question: Question
    place: Place
    versions: tuple[str, ...]
    choix: Choix

    @property
    def derniere(self) -> str:
        """Reference of the last version that asks for it: an older one when it was removed."""
        return self.versions[-1]

    @cached_property
    def repetitions(self) -> Repetitions:
        """The repetitions it is asked on, the outermost first; () when it is asked once."""
        return self.place.repetitions

    @cached_property
    def cle(self) -> Cle:
        return self.repetitions, self.code

    @property
    def chemin(self) -> str:
        """Its path without the keys of rows: « themes.diagnostics »."""
        return ".".join(filter(None, (*self.repetitions, self.code)))


@dataclass(frozen=True)
class Feuille:
    """The columns of what is asked once, or on the rows of one repetition.

    ``groupes`` are the repeated groups, the outermost first, as the last version says them.
    """

    groupes: tuple[Groupe, ...]
    colonnes: tuple[Colonne, ...]

    @property
    def repetitions(self) -> Repetitions:
        return tuple(groupe.code for groupe in self.groupes)

    @property
    def code(self) -> str:
        """« bilans » for what is asked once, « themes », « themes.postes »."""
        return ".".join(self.repetitions) or PRINCIPALE


PRINCIPALE = "bilans"


def colonnes(versions: Sequence[Questionnaire]) -> tuple[Colonne, ...]:
    """Return every answer that one of these versions asks for, the oldest version given first.

    Those of the last one keep its order; what it does not ask any more comes after: a question that
    was removed never takes its answers away.
    """
    toutes: dict[Cle, Colonne] = {}
    for version in versions:
        for colonne in _colonnes(version):
            toutes[colonne.cle] = _suite(toutes.get(colonne.cle), colonne)
    dernieres = [colonne.cle for colonne in _colonnes(versions[-1])] if versions else []
    return tuple(toutes[cle] for cle in dict.fromkeys((*dernieres, *toutes)))


def feuilles(versions: Sequence[Questionnaire]) -> tuple[Feuille, ...]:
    """Return the sheets of these versions: what is asked once, then repetitions as they come."""
    par_repetitions: dict[Repetitions, list[Colonne]] = {(): []}
    for colonne in colonnes(versions):
        par_repetitions.setdefault(colonne.repetitions, []).append(colonne)
    return tuple(
        Feuille(
            tuple(groupe for groupe in siennes[0].place.dans if groupe.repetition)
            if siennes
            else (),
            tuple(siennes),
        )
        for siennes in par_repetitions.values()
    )


def _colonnes(version: Questionnaire) -> tuple[Colonne, ...]:
    return tuple(
        Colonne(
            case.code,
            case,
            Place(place.rang, case, place.dans),
            (version.reference,),
            case.options,
        )
        for place in version.places
        if isinstance(place.element, Question) and place.element.demande
        for case in place.element.cases
    )


def _suite(avant: Colonne | None, apres: Colonne) -> Colonne:
    """The column once a later version asks for it too."""
    if avant is None:
        return apres
    codes = {code for code, _ in apres.choix}
    retires = tuple(choix for choix in avant.choix if choix[0] not in codes)
    return Colonne(
        apres.code,
        apres.question,
        apres.place,
        (*avant.versions, *apres.versions),
        (*apres.choix, *retires),
    )
