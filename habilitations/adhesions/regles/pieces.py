"""Papers of an adhesion: which one each case needs, and what of the file each is read beside."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from habilitations.adhesions.regles.cas import Cas
from habilitations.adhesions.regles.fiche import Section


class Donnee(StrEnum):
    """What the Caf typed when it opened the file, and a paper may confirm or contradict."""

    SIRET = "siret"
    NOM = "nom"
    ADRESSE = "adresse"
    REPRESENTANT = "representant"
    COURRIEL = "courriel"
    MODE = "mode"


@dataclass(frozen=True)
class GenrePiece:
    """A kind of paper. ``contenu`` says what it is for, ``donnees`` what it is read beside.

    ``sections`` are those of the fiche that it prints, ``articles`` its own words;
    ``signe_par_la_caf`` tells that the Caf signs it too, ``avenants`` which changes need it
    (``regles.avenants``).
    """

    code: str
    libelle: str
    contenu: str
    cas: frozenset[Cas]
    donnees: tuple[Donnee, ...]
    sections: tuple[Section, ...] = ()
    articles: tuple[str, ...] = ()
    signe_par_la_caf: bool = False
    avenants: tuple[str, ...] = ()


def attendues(genres: Iterable[GenrePiece], cas: Cas) -> tuple[str, ...]:
    """Return the codes of the papers that a case needs, in the order of the kinds."""
    return tuple(genre.code for genre in genres if cas in genre.cas)
