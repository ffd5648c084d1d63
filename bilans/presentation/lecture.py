"""The answers that count, as both sides read them: section by section, last year's beside."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby

from bilans.models import Annotation, ModificationCaf
from bilans.regles.cases import (
    Place,
    chemin_de_question,
    libelle_complet,
    par_question,
    question_de,
)
from bilans.regles.etat import Etat
from bilans.regles.questionnaire import FICHIER, Groupe, Question, Questionnaire
from bilans.services.precedent import Precedent
from portal.saisie.regles.ecriture import ecrire_valeur
from portal.socle.composants import id_de

SANS_REPONSE = "Sans réponse"


@dataclass(frozen=True)
class ModificationLue:
    """An edit of the Caf: what it was, what it became, by whom, when and why."""

    question: str
    ancre: str
    avant: str
    apres: str
    qui: str
    le: datetime
    motif: str


@dataclass(frozen=True)
class CelluleLue:
    """One answer; ``nom`` tells it from the others of its question, ``avant`` is last year's."""

    nom: str
    texte: str
    avant: str = ""

    @property
    def change(self) -> bool:
        """Tell whether both years answered, and not the same."""
        return bool(self.avant) and self.texte != self.avant


@dataclass(frozen=True)
class QuestionLue:
    """A question as it was asked on one row, with its answers: one, or one per cell.

    ``chemin`` names it; ``modifiable`` when it is typed: the Caf may write another answer to it,
    and it has a history.
    """

    libelle: str
    chemin: str
    modifiable: bool
    ancre: str
    cellules: tuple[CelluleLue, ...]
    modifications: tuple[ModificationLue, ...] = ()
    notes: tuple[Annotation, ...] = ()

    @property
    def change(self) -> bool:
        return any(cellule.change for cellule in self.cellules)


@dataclass(frozen=True)
class GroupeLu:
    """The questions of one row, or those right under a section (no ``titre``)."""

    titre: str
    questions: tuple[QuestionLue, ...]


@dataclass(frozen=True)
class SectionLue:
    """A section with what was answered; ``ancre`` for the table of contents."""

    titre: str
    ancre: str
    groupes: tuple[GroupeLu, ...]

    @property
    def modifications(self) -> int:
        return sum(len(q.modifications) for groupe in self.groupes for q in groupe.questions)

    @property
    def changements(self) -> int:
        return sum(q.change for groupe in self.groupes for q in groupe.questions)


class Lecture:
    """Draws the answers of an ``Etat``; nothing that is not asked is in the result."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        etat: Etat,
        precedent: Precedent | None = None,
        modifications: Iterable[ModificationCaf] = (),
        notes: Iterable[Annotation] = (),
    ) -> None:
        self._questionnaire, self._etat, self._precedent = questionnaire, etat, precedent
        self._modifications, self._notes = tuple(modifications), tuple(notes)

    def sections(self) -> Iterator[SectionLue]:
        """Sections in reading order."""
        for section, places in groupby(self._etat.emplacements, self._section):
            groupes = tuple(
                GroupeLu(titre, tuple(self._questions(siennes)))
                for titre, siennes in groupby(places, self._titre_de_groupe)
            )
            yield SectionLue(section.titre, f"section-{section.code}", groupes)

    def modifications(self) -> list[ModificationLue]:
        """Every edit of the Caf, the oldest first, those of questions no longer asked included."""
        return [self._modification(m) for m in self._modifications]

    def _section(self, place: Place) -> Groupe:
        return self._questionnaire.par_code[place.champ.code].dans[0]

    def _titre_de_groupe(self, place: Place) -> str:
        """« Handicap – Coordination »: the rows, then the nearest heading that is not theirs."""
        dans = self._questionnaire.par_code[place.champ.code].dans
        titres = [ligne.libelle for ligne in place.lignes]
        if len(dans) > 1 and dans[-1].repetition is None:
            titres.append(dans[-1].titre)
        return " – ".join(filter(None, titres))

    def _questions(self, places: Iterable[Place]) -> Iterator[QuestionLue]:
        for chemin, cases in par_question(self._questionnaire, places).items():
            yield self._question(chemin, cases)

    def _question(self, chemin: str, cases: Sequence[Place]) -> QuestionLue:
        question = question_de(self._questionnaire, cases[0])
        chemins = {chemin, *(place.chemin for place in cases)}
        return QuestionLue(
            libelle=question.libelle,
            chemin=chemin,
            modifiable=question.est_saisi and question.type != FICHIER,
            ancre=id_de(chemin),
            cellules=tuple(self._cellule(question, place) for place in cases),
            modifications=tuple(
                self._modification(m) for m in self._modifications if m.chemin in chemins
            ),
            notes=tuple(note for note in self._notes if note.chemin in chemins),
        )

    def _cellule(self, question: Question, place: Place) -> CelluleLue:
        nom = place.champ.libelle.removeprefix(question.libelle).removeprefix(" – ")
        texte = ecrire_valeur(place.champ, self._etat.comptees.get(place.chemin))
        avant = self._precedent.reponse(place) if self._precedent else None
        return CelluleLue(
            nom, texte or SANS_REPONSE, ecrire_valeur(avant.champ, avant.valeur) if avant else ""
        )

    def _modification(self, modification: ModificationCaf) -> ModificationLue:
        place = self._places.get(modification.chemin)
        champ = place.champ if place else self._par_fin(modification.chemin)
        libelle = place.libelle_complet if place else champ.libelle if champ else ""
        return ModificationLue(
            question=libelle or modification.chemin,
            ancre=id_de(chemin_de_question(self._questionnaire, place)) if place else "",
            avant=_en_mots(champ, modification.avant),
            apres=_en_mots(champ, modification.apres),
            qui=str(modification.par),
            le=modification.le,
            motif=modification.motif,
        )

    @cached_property
    def _places(self) -> Mapping[str, Place]:
        return {place.chemin: place for place in self._etat.emplacements}

    def _par_fin(self, chemin: str) -> Question | None:
        """The question that a path names though it is not asked any more."""
        mots = chemin.split(".")
        for debut in range(len(mots)):
            place = self._questionnaire.par_code.get(".".join(mots[debut:]))
            if place and isinstance(place.element, Question):
                return place.element
        return None


def questions_par_section(
    questionnaire: Questionnaire, questions: Mapping[str, Sequence[Place]]
) -> dict[str, list[tuple[str, str]]]:
    """Questions to choose among, by section: (path, label with its rows)."""
    choix: dict[str, list[tuple[str, str]]] = {}
    for chemin, cases in questions.items():
        section = questionnaire.par_code[cases[0].champ.code].dans[0]
        choix.setdefault(section.titre, []).append((chemin, libelle_complet(questionnaire, cases)))
    return choix


def _en_mots(champ: Question | None, valeur: object) -> str:
    if champ is None:
        return str(valeur) or SANS_REPONSE
    return ecrire_valeur(champ, valeur) or SANS_REPONSE
