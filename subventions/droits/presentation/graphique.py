"""The amounts of an exercice as bars, ready for an SVG; the table beside says the same in words.

One pair of bars for each right: computed, and retained when a decision makes it another amount.
Coordinates are texts with a point, whatever the language of the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.socle.formats import euros

LARGEUR, GAUCHE, DROITE = 640, 150, 130
HAUTEUR_BARRE, PAS = 22, 34


@dataclass(frozen=True)
class Barre:
    """One bar: ``genre`` is « calcule » or « retenu », and tells its colour and its hatching."""

    libelle: str
    valeur: str
    genre: str
    y: str
    texte_y: str
    largeur: str
    valeur_x: str


@dataclass(frozen=True)
class Graphique:
    barres: tuple[Barre, ...]
    largeur: int
    hauteur: int
    gauche: int = GAUCHE
    etiquette: int = GAUCHE - 8
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
    return Graphique(barres, LARGEUR, PAS * len(barres) + PAS // 2)


def _barre(rang: int, libelle: str, valeur: Decimal, genre: str, plus_haut: Decimal) -> Barre:
    longueur = float(valeur / plus_haut) * (LARGEUR - GAUCHE - DROITE)
    y = PAS * rang + PAS // 4
    return Barre(
        libelle=libelle,
        valeur=euros(valeur),
        genre=genre,
        y=str(y),
        texte_y=f"{y + HAUTEUR_BARRE * 0.72:.1f}",
        largeur=f"{longueur:.1f}",
        valeur_x=f"{GAUCHE + longueur + 8:.1f}",
    )
