"""Which reminder is due on a day (DOMAINE §6). The day is an argument; the end of a day counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

ANNONCEE = "echeance"
DEROGATION = "derogation"
CORRECTION = "correction"

# A step is so many days from its deadline at most.
JOURS_MAX = 120
# The last step after a deadline is caught up for so many days; later it is of no use (H).
RATTRAPAGE = 30


@dataclass(frozen=True)
class Echeance:
    """The date by which the partner must be done, what gives it, and since when entry is over."""

    le: date
    genre: str
    close_le: date | None = None


def echeance_de(
    annoncee: date,
    fermeture: date,
    derogations: Sequence[date],
    correction: date | None,
    jour: date,
) -> Echeance:
    """Return the deadline that binds a file on a day.

    That of the correction when there is one; else the announced one, or the expiry of the longest
    dérogation when it is later, expired ones included: people are reminded after it as before.
    """
    if correction is not None:
        return Echeance(correction, CORRECTION)
    derogation = max(derogations, default=annoncee)
    le, genre = (derogation, DEROGATION) if derogation > annoncee else (annoncee, ANNONCEE)
    fin = max([fermeture, *derogations])
    return Echeance(le, genre, fin if jour > fin else None)


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
    """Return the days to come on which a step falls: (day, step, deadline), nearest first."""
    etapes = tuple(etapes)
    jours = [(e + timedelta(days=j), j, e) for e in set(echeances) for j in etapes]
    return sorted(ligne for ligne in jours if ligne[0] >= depuis)


def libelle_etape(jours: int) -> str:
    """« J-15 », « J », « J+1 »."""
    return f"J{jours:+d}" if jours else "J"
