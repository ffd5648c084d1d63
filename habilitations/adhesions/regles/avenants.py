"""Avenants: what of an adhesion in force may change, and the papers that say it. Pure."""

from collections.abc import Collection, Iterable
from enum import StrEnum

from habilitations.adhesions.regles.pieces import GenrePiece

SIREN = 9


class Objet(StrEnum):
    """What an avenant changes."""

    EQUIPEMENTS = "equipements"
    DELEGATION = "delegation"
    SIRET = "siret"
    REPRESENTANT = "representant"


def attendues(genres: Iterable[GenrePiece], objets: Collection[Objet]) -> tuple[str, ...]:
    """Return the codes of the papers that an avenant needs, in the order of the kinds."""
    return tuple(genre.code for genre in genres if set(objets) & set(genre.avenants))


def meme_personne_morale(ancien: str, nouveau: str) -> bool:
    """Tell whether two SIRETs are of one legal person: they begin by the same SIREN.

    Another SIREN is another partner: équipements pass to it by a transfer or a merger.
    """
    return ancien[:SIREN] == nouveau[:SIREN]
