"""Which reminder is due on a day (DOMAINE §6). The day is an argument; the end of a day counts."""

from collections.abc import Iterable
from datetime import date, timedelta

# A step is so many days from its deadline at most.
JOURS_MAX = 120
# The last step after a deadline is caught up for so many days; later it is of no use (H).
RATTRAPAGE = 30


def etape_due(echeance: date, jour: date, etapes: Iterable[int]) -> int | None:
    """Return the latest step reached on that day, in days from the deadline; None before the first.

    When days were missed, the steps before the latest are not caught up; nor is the latest when it
    is more than RATTRAPAGE days old.
    """
    ecart = (jour - echeance).days
    atteintes = [e for e in etapes if e <= ecart]
    if not atteintes or ecart - max(atteintes) > RATTRAPAGE:
        return None
    return max(atteintes)


def jours_de_relance(
    echeances: Iterable[date], etapes: Iterable[int], depuis: date
) -> list[tuple[date, int, date]]:
    """Return the days to come on which a step falls: (day, step, deadline), nearest first.

    A step that falls after the last day of the calendar falls on none.
    """
    etapes = tuple(etapes)
    paires = [(e, j) for e in set(echeances) for j in etapes if j <= (date.max - e).days]
    jours = [(e + timedelta(days=j), j, e) for e, j in paires]
    return sorted(ligne for ligne in jours if ligne[0] >= depuis)


def libelle_etape(jours: int) -> str:
    """« J-15 », « J », « J+1 »."""
    return f"J{jours:+d}" if jours else "J"
