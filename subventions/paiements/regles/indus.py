"""What was paid too much: given back by instalments, or set off against the next payments. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal

from subventions.regles.nombres import ZERO

CENTIME = Decimal("0.01")
MENSUALITES_MAX = 36


def echelonner(montant: Decimal, nombre: int, premiere: date) -> list[tuple[date, Decimal]]:
    """Monthly instalments whose sum is the amount, to the cent: the last one takes what is left.

    The same day of each month, or its last day. ValueError when an instalment would be nothing.
    """
    part = (montant / nombre).quantize(CENTIME, ROUND_DOWN)
    if part <= 0:
        raise ValueError("Une échéance vaut au moins un centime.")
    parts = [part] * (nombre - 1)
    parts.append(montant - part * (nombre - 1))
    return [(_mois_apres(premiere, rang), p) for rang, p in enumerate(parts)]


def _mois_apres(jour: date, mois: int) -> date:
    annee, rang = divmod(jour.month - 1 + mois, 12)
    annee += jour.year
    suivant = date(annee + (rang == 11), (rang + 1) % 12 + 1, 1)
    return date(annee, rang + 1, min(jour.day, (suivant - date(annee, rang + 1, 1)).days))


def restes(parts: Iterable[Decimal], revenu: Decimal) -> list[Decimal]:
    """What is left of each instalment once what came back was laid on them, the oldest first."""
    laisses = []
    for part in parts:
        pris = min(part, revenu)
        revenu -= pris
        laisses.append(part - pris)
    return laisses


def imputer(montant: Decimal, restes: Sequence[tuple[int, Decimal]]) -> list[tuple[int, Decimal]]:
    """What each indu takes of a payment, in the order given, the payment never going below zero."""
    imputes: list[tuple[int, Decimal]] = []
    libre = montant
    for cle, reste in restes:
        pris = min(libre, reste)
        if pris > 0:
            imputes.append((cle, pris))
            libre -= pris
    return imputes


def a_notifier(trop_percu: Decimal, notifies: Iterable[Decimal]) -> Decimal:
    """What was paid too much and is not claimed yet; ``notifies``: what is left of each claim."""
    reste = trop_percu - sum(notifies, ZERO)
    return reste if reste > 0 else ZERO
