"""The days of the demonstration, all counted from the day it is loaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

ANNEES_PASSEES = 2


@dataclass(frozen=True)
class Reperes:
    """The day of loading, and the exercices it puts at work.

    ``annee_reelle`` is the exercice whose réelle is being declared, ``annee_prevue`` the one whose
    prévisionnelle is; the two exercices before ``annee_reelle`` are over and validated.
    """

    jour: date

    @property
    def annee_reelle(self) -> int:
        return self.jour.year - 1

    @property
    def annee_prevue(self) -> int:
        return self.jour.year

    @property
    def premiere_annee(self) -> int:
        return self.annee_reelle - ANNEES_PASSEES

    def dans(self, jours: int) -> date:
        return self.jour + timedelta(days=jours)

    def le(self, ecrit: Sequence[int]) -> date:
        """A date written [day, month, offset] from ``annee_reelle``."""
        jour, mois, ecart = ecrit
        return date(self.annee_reelle + ecart, mois, jour)


def jour_ouvre(jour: date) -> date:
    """The day itself, or the Monday after a Saturday or a Sunday."""
    return jour + timedelta(days=max(0, 7 - jour.weekday()) if jour.weekday() > 4 else 0)


def instant(jour: date, heure: int, minute: int = 0) -> datetime:
    """A moment of a day, Europe/Paris."""
    return timezone.make_aware(datetime.combine(jour, time(heure, minute)))
