"""Where fields stand: sections, repetitions with their rows, and the path of each field.

A value is designated by its ``chemin``: ``familles`` (asked once), ``lieux.l12.enfants`` (asked
on each row of the repetition ``lieux``), ``themes.handicap.postes.p3.etp`` (a repetition within
another). What is repeated – lieu, poste, thème – is data: nothing here lists the kinds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from portal.saisie.regles.champs import Champ

C = TypeVar("C", bound=Champ, covariant=True)
L = TypeVar("L", bound="Ligne", covariant=True)


@dataclass(frozen=True)
class Ligne:
    """One row of a repetition. ``cle`` holds no dot: it is a part of the paths of its values."""

    cle: str
    libelle: str


@dataclass(frozen=True)
class Repetition:
    """What some sections are asked for again and again.

    ``code`` begins the paths of its rows; ``singulier`` and ``pluriel`` name them in a sentence,
    ``libelle`` at the head of a column. ``ajout`` tells that those who type add the rows.
    ``libelle_depuis`` names the fields whose values, once typed, are the label of the row. ``dans``
    is the code of the repetition that this one stands in, if any.
    """

    code: str
    singulier: str
    pluriel: str
    libelle: str
    ajout: bool = False
    libelle_depuis: tuple[str, ...] = ()
    dans: str = ""

    def prefixe(self, ligne: Ligne, dans: str = "") -> str:
        """How the paths of a row begin; ``dans`` is the prefix of the row it stands in."""
        return f"{dans}{self.code}.{ligne.cle}."

    def chemin(self, ligne: Ligne, code: str, dans: str = "") -> str:
        """Where a field of a row is kept: « lieux.l12.enfants »."""
        return f"{dans}{self.code}.{ligne.cle}.{code}"


@dataclass(frozen=True)
class Section(Generic[C]):
    """Fields shown together under one heading, once or on each row of ``repetition``.

    ``groupe`` gathers sections under one heading more; empty for none.
    """

    code: str
    titre: str
    champs: tuple[C, ...] = ()
    aide: str = ""
    repetition: str = ""
    groupe: str = ""


@dataclass(frozen=True, slots=True)
class Emplacement(Generic[C, L]):
    """A field at its place: what one input, one cell or one check points at.

    ``lignes`` are the rows it stands on, the outermost first; empty when asked once.
    """

    chemin: str
    champ: C
    section: Section[C]
    lignes: tuple[L, ...] = ()

    @property
    def ligne(self) -> L | None:
        """The row it stands on, the innermost when rows stand within rows."""
        return self.lignes[-1] if self.lignes else None

    @property
    def libelle_complet(self) -> str:
        """Label that stands alone in a message: « Heures d’entretiens – Antenne d’Ugine »."""
        return " – ".join((self.champ.libelle, *(ligne.libelle for ligne in self.lignes)))


def rangs(
    repetition: str, repetitions: Mapping[str, Repetition], lignes: Mapping[str, Sequence[L]]
) -> Iterator[tuple[str, tuple[L, ...]]]:
    """Return every row of a repetition: how its paths begin, and the rows from the outermost.

    ``lignes`` holds the rows by where they stand: « lieux », or « themes.handicap.postes » for
    those within a row. The empty repetition has one place: the whole.
    """
    if not repetition:
        yield "", ()
        return
    ici = repetitions[repetition]
    for debut, dehors in rangs(ici.dans, repetitions, lignes):
        for ligne in lignes.get(debut + ici.code, ()):
            yield ici.prefixe(ligne, debut), (*dehors, ligne)


def derouler(
    section: Section[C],
    champs: Iterable[C],
    repetitions: Mapping[str, Repetition],
    lignes: Mapping[str, Sequence[L]],
) -> Iterator[Emplacement[C, L]]:
    """Return some fields of a section at each of their places, row by row, in reading order."""
    demandes = tuple(champs)
    for prefixe, dehors in rangs(section.repetition, repetitions, lignes):
        for champ in demandes:
            yield Emplacement(prefixe + champ.code, champ, section, dehors)
