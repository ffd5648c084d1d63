"""Bars of what comes in each month, one series per scenario, ready for an SVG, and their table.

Coordinates are texts with a point, whatever the language of the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.socle.formats import ESPACE_INSECABLE, euros, nombre
from subventions.simulateur.regles.tresorerie import HORIZON, cumul, mois_ecrit

LARGEUR, HAUTEUR = 720, 260
GAUCHE, BAS, HAUT = 80, 40, 16
GRADUATIONS = 4
# Beside an axis; the table writes months whole.
ABREGES = {
    "janvier": "janv.",
    "février": "févr.",
    "juillet": "juil.",
    "septembre": "sept.",
    "octobre": "oct.",
    "novembre": "nov.",
    "décembre": "déc.",
}


@dataclass(frozen=True)
class Barre:
    x: str
    y: str
    largeur: str
    hauteur: str


@dataclass(frozen=True)
class Texte:
    """A word at a point of the drawing; ``trait`` is the line it stands beside."""

    texte: str
    x: str
    y: str


@dataclass(frozen=True)
class Serie:
    """A scenario: ``rang``, from 1, tells its colour and its pattern."""

    libelle: str
    rang: int
    barres: tuple[Barre, ...]


@dataclass(frozen=True)
class Rangee:
    """A month in which something comes in: for each scenario, the amount and the total so far."""

    mois: str
    cellules: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Graphique:
    """A drawing of ``largeur`` by ``hauteur``, and its table."""

    series: tuple[Serie, ...]
    graduations: tuple[Texte, ...]
    mois: tuple[Texte, ...]
    rangees: tuple[Rangee, ...]
    largeur: int = LARGEUR
    hauteur: int = HAUTEUR
    gauche: int = GAUCHE
    droite: int = LARGEUR


def graphique(
    par_mois: Sequence[tuple[str, Sequence[Decimal]]], premier_mois: int, annee: int
) -> Graphique | None:
    """Draw the amounts of each month, series by series; None when there is none."""
    plus_haut = max((m for _, mois in par_mois for m in mois), default=Decimal(0))
    if plus_haut <= 0:
        return None
    echelle = _rond(plus_haut)
    horizon = max(HORIZON, *(len(mois) for _, mois in par_mois))
    pas = Decimal(LARGEUR - GAUCHE) / horizon
    large = (pas - 4) / len(par_mois)
    return Graphique(
        tuple(
            Serie(libelle, rang, _barres(mois, rang - 1, pas, large, echelle))
            for rang, (libelle, mois) in enumerate(par_mois, start=1)
        ),
        tuple(_graduation(echelle, rang) for rang in range(GRADUATIONS + 1)),
        tuple(_mois(premier_mois, annee, rang, pas) for rang in range(0, horizon, 3)),
        tuple(_rangees(par_mois, premier_mois, annee)),
    )


def _rond(plus_haut: Decimal) -> Decimal:
    """The top of the scale: the first of 1, 2, 4, 5 or 8 followed by zeros that holds it."""
    puissance = Decimal(1).scaleb(plus_haut.adjusted())
    return next(n * puissance for n in (1, 2, 4, 5, 8, 10) if n * puissance >= plus_haut)


def _y(valeur: Decimal, echelle: Decimal) -> Decimal:
    return HAUTEUR - BAS - valeur / echelle * (HAUTEUR - BAS - HAUT)


def _barres(
    mois: Sequence[Decimal], rang: int, pas: Decimal, large: Decimal, echelle: Decimal
) -> tuple[Barre, ...]:
    return tuple(
        Barre(
            f"{GAUCHE + pas * numero + 2 + large * rang:.1f}",
            f"{_y(montant, echelle):.1f}",
            f"{large:.1f}",
            f"{HAUTEUR - BAS - _y(montant, echelle):.1f}",
        )
        for numero, montant in enumerate(mois)
        if montant > 0
    )


def _graduation(echelle: Decimal, rang: int) -> Texte:
    valeur = echelle * rang / GRADUATIONS
    ecrit = f"{nombre(valeur, 0)}{ESPACE_INSECABLE}€"
    return Texte(ecrit, str(GAUCHE - 8), f"{_y(valeur, echelle):.1f}")


def _mois(premier_mois: int, annee: int, rang: int, pas: Decimal) -> Texte:
    mois, _, an = mois_ecrit(premier_mois, annee, rang).partition(" ")
    return Texte(
        f"{ABREGES.get(mois, mois)} {an[2:]}", f"{GAUCHE + pas * rang:.1f}", str(HAUTEUR - 14)
    )


def _rangees(
    par_mois: Sequence[tuple[str, Sequence[Decimal]]], premier_mois: int, annee: int
) -> list[Rangee]:
    cumuls = [cumul(mois) for _, mois in par_mois]
    horizon = min(len(mois) for _, mois in par_mois)
    return [
        Rangee(
            mois_ecrit(premier_mois, annee, rang),
            tuple(
                (libelle, euros(mois[rang]), euros(total[rang]))
                for (libelle, mois), total in zip(par_mois, cumuls, strict=True)
            ),
        )
        for rang in range(horizon)
        if any(mois[rang] for _, mois in par_mois)
    ]
