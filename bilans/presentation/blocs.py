"""What the page of a section is made of, ready to be drawn: each part names its template."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Union

from bilans.regles.questionnaire import Question
from portal.dossiers.presentation.pieces import PieceMontree
from portal.saisie.presentation.formulaire import Bloc
from portal.saisie.regles.progression import Progression
from portal.socle.composants import ChampSaisie, id_de


@dataclass(frozen=True)
class Champs(Bloc):
    """Questions one under the other."""

    modele: ClassVar[str] = "bilans/partials/champs.html"


@dataclass(frozen=True)
class Note:
    """Something said, to which nothing is answered."""

    chemin: str
    libelle: str
    aide: str = ""
    modele: ClassVar[str] = "bilans/partials/mention.html"


@dataclass(frozen=True)
class Fichiers:
    """The files that answer a question; ``joindre`` is where one more is joined, "" when not."""

    chemin: str
    question: Question
    pieces: tuple[PieceMontree, ...]
    joindre: str = ""
    modele: ClassVar[str] = "bilans/partials/fichiers.html"

    @property
    def id(self) -> str:
        return id_de(self.chemin)


@dataclass(frozen=True)
class Rangee:
    """A row of a table; ``commentaire`` is the text asked for beside it.

    ``cellules`` are fields, each with the label of its column.
    """

    chemin: str
    libelle: str
    cellules: tuple[tuple[str, ChampSaisie], ...]
    aide: str = ""
    commentaire: ChampSaisie | None = None


@dataclass(frozen=True)
class Tableau:
    """A table of answers: scores by activity and policy, or the cells of a question."""

    ancre: str
    legende: str
    entete: str
    colonnes: tuple[str, ...]
    rangees: tuple[Rangee, ...]
    aide: str = ""
    scores: bool = False
    modele: ClassVar[str] = "bilans/partials/tableau.html"


@dataclass(frozen=True)
class Partie:
    """A group once, or on one row of a repetition, with what it asks.

    ``chemin`` is its path (« lieux.l1 »); ``ligne`` tells that respondents may name or withdraw it.
    """

    chemin: str
    titre: str
    niveau: int
    contenu: "tuple[Element, ...]"
    aide: str = ""
    ligne: bool = False
    progression: Progression | None = None
    modele: ClassVar[str] = "bilans/partials/partie.html"

    @property
    def ancre(self) -> str:
        return ancre_de(self.chemin)


@dataclass(frozen=True)
class Retiree:
    """A row withdrawn, that may be brought back."""

    chemin: str
    libelle: str


@dataclass(frozen=True)
class Repetees:
    """The rows of a repetition, and the way to add one.

    ``cle`` is the key that a new row would take, "" where none may be added now. ``a_reprendre``
    are the names of last year's rows, of the exercice ``avant``, that may be taken up.
    """

    chemin: str
    titre: str
    singulier: str
    niveau: int
    lignes: tuple[Partie, ...]
    aide: str = ""
    cle: str = ""
    retirees: Sequence[Retiree] = ()
    a_reprendre: Sequence[str] = ()
    avant: str = ""
    vide: bool = False
    modele: ClassVar[str] = "bilans/partials/repetees.html"

    @property
    def ancre(self) -> str:
        return ancre_de(self.chemin)


Element = Union[Champs, Note, Fichiers, Tableau, Partie, Repetees]  # noqa: UP007


def ancre_de(chemin: str) -> str:
    """HTML id of a group or of a row."""
    return f"partie-{chemin.replace('.', '-')}"
