"""Amounts as bars, ready for an SVG; the table beside says the same in words.

Of an exercice, one pair of bars for each right: computed, and retained when a decision makes it
another amount. Of a partner, one bar for each équipement. Words stand above their bar, so that the
drawing is read on a telephone. Coordinates are texts with a point, whatever the language.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.socle.formats import euros

LARGEUR, MARGE = 400, 2
HAUTEUR_TEXTE, HAUTEUR_BARRE, PAS = 15, 14, 42
LIBELLE_MAX = 34


@dataclass(frozen=True)
class Barre:
    """One bar: ``genre`` is « calcule » or « retenu », and tells its colour and its hatching."""

    libelle: str
    valeur: str
    genre: str
    y: str
    texte_y: str
    largeur: str


@dataclass(frozen=True)
class Graphique:
    barres: tuple[Barre, ...]
    hauteur: int
    largeur: int = LARGEUR
    gauche: int = MARGE
    droite: int = LARGEUR - MARGE
    epaisseur: int = HAUTEUR_BARRE


def dessiner(mesures: Sequence[tuple[str, Decimal, str]]) -> Graphique | None:
    """Draw (label, euros, kind) from top to bottom; None when nothing is above zero."""
    plus_haut = max((valeur for _, valeur, _ in mesures), default=Decimal(0))
    if plus_haut <= 0:
        return None
    barres = tuple(
        _barre(rang, libelle, valeur, genre, plus_haut)
        for rang, (libelle, valeur, genre) in enumerate(mesures)
    )
    return Graphique(barres, PAS * len(barres))


def _barre(rang: int, libelle: str, valeur: Decimal, genre: str, plus_haut: Decimal) -> Barre:
    longueur = float(valeur / plus_haut) * (LARGEUR - 2 * MARGE)
    haut = PAS * rang
    return Barre(
        libelle=_abrege(libelle),
        valeur=euros(valeur),
        genre=genre,
        y=str(haut + HAUTEUR_TEXTE + 4),
        texte_y=str(haut + HAUTEUR_TEXTE),
        largeur=f"{longueur:.1f}",
    )


def _abrege(libelle: str) -> str:
    """Room is left for the amount; the table bears the whole of it."""
    return libelle if len(libelle) <= LIBELLE_MAX else f"{libelle[: LIBELLE_MAX - 1].rstrip()}…"
