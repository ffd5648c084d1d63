"""Means, medians and distributions of numbers, exact: no float ever comes in.

Numbers are those that were given; who did not know or left the question empty weighs nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import accumulate

from bilans.regles.analyse.comptes import Compte
from portal.saisie.regles.valeurs import lire

PRECISION = Decimal("0.01")
# A histogram has at most so many bars; fewer values have one each.
CLASSES_MAX = 10
PAS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))

Distribution = Mapping[Decimal, int]


@dataclass(frozen=True)
class Mesures:
    """What some numbers come to; ``moyenne`` and ``mediane`` are rounded half-up to a hundredth."""

    effectif: int
    somme: Decimal
    moyenne: Decimal
    mediane: Decimal
    minimum: Decimal
    maximum: Decimal


@dataclass(frozen=True)
class Classe:
    """Numbers from ``bas`` to ``haut``, the latter excluded unless it is ``bas`` or the last."""

    bas: Decimal
    haut: Decimal
    effectif: int
    derniere: bool = False

    def contient(self, nombre: Decimal) -> bool:
        if self.bas == self.haut:
            return nombre == self.bas
        return self.bas <= nombre and (nombre <= self.haut if self.derniere else nombre < self.haut)


def distribution(compte: Compte) -> dict[Decimal, int]:
    """How many times each number was given, in order; what is no number is left out."""
    nombres: dict[Decimal, int] = {}
    for valeur, combien in compte.valeurs.items():
        lu = lire(valeur)
        if lu is not None:
            nombres[lu] = nombres.get(lu, 0) + combien
    return dict(sorted(nombres.items()))


def mesurer(nombres: Distribution) -> Mesures | None:
    """Return what numbers come to, None when there are none. Order of ``nombres`` is theirs."""
    tries = sorted(nombres.items())
    effectif = sum(combien for _, combien in tries)
    if not effectif:
        return None
    somme = sum((nombre * combien for nombre, combien in tries), Decimal(0))
    return Mesures(
        effectif,
        somme,
        _arrondir(Fraction(somme) / effectif),
        _arrondir(_mediane(tries, effectif)),
        tries[0][0],
        tries[-1][0],
    )


def classer(nombres: Distribution, seuil: int = 0) -> tuple[Classe, ...]:
    """Return the bars of a histogram: one per value, or at most CLASSES_MAX of the same width.

    Under ``seuil`` a bar would tell that somebody gave this very number: bars then have round
    bounds, and are brought together until each has as many.
    """
    tries = sorted(nombres.items())
    if len(tries) <= CLASSES_MAX and all(combien >= seuil for _, combien in tries):
        return tuple(Classe(nombre, nombre, combien) for nombre, combien in tries)
    if sum(combien for _, combien in tries) < seuil:
        return ()
    return _reunir(_de_meme_largeur(tries), seuil)


def _de_meme_largeur(tries: Sequence[tuple[Decimal, int]]) -> tuple[Classe, ...]:
    largeur = _largeur(tries[0][0], tries[-1][0])
    debut = (tries[0][0] // largeur) * largeur
    if debut > tries[0][0]:
        debut -= largeur
    bornes = [debut, debut + largeur]
    while bornes[-1] < tries[-1][0]:
        bornes.append(bornes[-1] + largeur)
    vides = [Classe(bas, bas + largeur, 0, derniere=bas == bornes[-2]) for bas in bornes[:-1]]
    return tuple(
        replace(vide, effectif=sum(combien for n, combien in tries if vide.contient(n)))
        for vide in vides
    )


def _reunir(classes: Sequence[Classe], seuil: int) -> tuple[Classe, ...]:
    """Neighbours together until each has ``seuil`` numbers; what is left joins the last."""
    reunies: list[Classe] = []
    for classe in classes:
        if reunies and reunies[-1].effectif < seuil:
            classe = _jointes(reunies.pop(), classe)
        reunies.append(classe)
    if len(reunies) > 1 and reunies[-1].effectif < seuil:
        derniere = reunies.pop()
        reunies.append(_jointes(reunies.pop(), derniere))
    return tuple(reunies)


def _jointes(avant: Classe, apres: Classe) -> Classe:
    return Classe(avant.bas, apres.haut, avant.effectif + apres.effectif, apres.derniere)


def _mediane(tries: Sequence[tuple[Decimal, int]], effectif: int) -> Fraction:
    """The middle one, or half-way between both middle ones."""
    cumuls = list(accumulate(combien for _, combien in tries))

    def au_rang(rang: int) -> Fraction:
        return Fraction(
            next(n for (n, _), cumul in zip(tries, cumuls, strict=True) if cumul > rang)
        )

    return (au_rang((effectif - 1) // 2) + au_rang(effectif // 2)) / 2


def _largeur(minimum: Decimal, maximum: Decimal) -> Decimal:
    """The smallest of 1, 2, 5, 10, 20… that makes no more than CLASSES_MAX bars."""
    exacte = (maximum - minimum) / (CLASSES_MAX - 1)
    if not exacte:
        return PAS[-1]
    unite = Decimal(1).scaleb(exacte.adjusted())
    return next(pas * unite for pas in PAS if pas * unite >= exacte)


def _arrondir(exact: Fraction) -> Decimal:
    quotient = Decimal(exact.numerator) / Decimal(exact.denominator)
    return quotient.quantize(PRECISION, ROUND_HALF_UP)
