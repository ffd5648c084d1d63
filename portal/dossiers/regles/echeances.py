"""By when a file is due, and until when it may be typed: the one rule (DOMAINE §3.2, §6).

Every kind of file has the same dates: a window (opening, announced deadline, end of entry), and for
one file dérogations and the date of a correction. The day is an argument; the end of a day counts.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

ANNONCEE = "echeance"
DEROGATION = "derogation"
CORRECTION = "correction"
COMPLEMENT = "complement"


class Fenetre(Protocol):
    """A window of entry: announced deadline and end of entry, both included."""

    @property
    def echeance_le(self) -> date: ...

    @property
    def ferme_le(self) -> date: ...

    def est_ouverte(self, jour: date) -> bool:
        """Tell whether the window is open on that day."""
        ...


@dataclass(frozen=True)
class Echeance:
    """The date that binds a file on a day, and what gives it.

    ``jours`` are left, or late when negative; ``close_le`` is since when entry is over, None while
    it is not; ``sursis`` the last day of entry of who is late, which is no other deadline.
    """

    le: date
    genre: str
    jours: int
    close_le: date | None = None
    sursis: date | None = field(default=None, compare=False)

    @property
    def en_retard(self) -> bool:
        return self.jours < 0


def echeance_de(
    fenetre: Fenetre, derogations: Collection[date], correction: date | None, jour: date
) -> Echeance:
    """Return the deadline that binds a file on a day.

    That of the correction when there is one, which no window closes; else the announced one, or the
    expiry of the longest dérogation when it is later. ``derogations`` are those granted, expired
    ones included: who was given until a day is late from that day, never from before.
    """
    if correction is not None:
        return Echeance(correction, CORRECTION, (correction - jour).days)
    derogation = max(derogations, default=fenetre.echeance_le)
    repoussee = derogation > fenetre.echeance_le
    le = derogation if repoussee else fenetre.echeance_le
    fin = max([fenetre.ferme_le, *derogations])
    return Echeance(
        le,
        DEROGATION if repoussee else ANNONCEE,
        (le - jour).days,
        fin if jour > fin else None,
        fin if le < jour <= fin else None,
    )


def saisie_ouverte(fenetre: Fenetre, derogations: Iterable[date], jour: date) -> bool:
    """Tell whether a first sending is possible: window open, or a dérogation not expired."""
    return fenetre.est_ouverte(jour) or any(d >= jour for d in derogations)
