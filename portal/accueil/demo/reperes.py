"""The days of the demonstration, all counted from the day it is loaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from habilitations.regles.exercices import est_scolaire

ANNEES_PASSEES = 2


# From this day on, the réelle of the school year that ends is the one being declared.
REELLE_CLAS = (6, 14)


@dataclass(frozen=True)
class Reperes:
    """The day of loading, and the exercices it puts at work.

    Of each dispositif, ``reelle`` is the exercice whose réelle is being declared, ``prevue`` the
    one whose prévisionnelle is; the two exercices before ``reelle`` are over and validated.
    """

    jour: date

    def reelle(self, dispositif: str) -> int:
        if est_scolaire(dispositif) and (self.jour.month, self.jour.day) < REELLE_CLAS:
            return self.jour.year - 2
        return self.jour.year - 1

    def prevue(self, dispositif: str) -> int:
        return self.reelle(dispositif) + 1

    def premiere(self, dispositif: str) -> int:
        return self.reelle(dispositif) - ANNEES_PASSEES

    def dans(self, jours: int) -> date:
        return self.jour + timedelta(days=jours)

    def le(self, ecrit: Sequence[int], dispositif: str = "er") -> date:
        """A date written [day, month, offset], counted from the exercice of the réelle."""
        jour, mois, ecart = ecrit
        return date(self.reelle(dispositif) + ecart, mois, jour)


def jour_ouvre(jour: date) -> date:
    """The day itself, or the Monday after a Saturday or a Sunday."""
    return jour + timedelta(days=max(0, 7 - jour.weekday()) if jour.weekday() > 4 else 0)


def instant(jour: date, heure: int, minute: int = 0) -> datetime:
    """A moment of a day, Europe/Paris."""
    return timezone.make_aware(datetime.combine(jour, time(heure, minute)))
