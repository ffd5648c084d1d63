"""What the rules need to know of a declaration to tell what may be done with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from declarations.regles.grille import VOLETS


def _non() -> bool:
    return False


@dataclass(frozen=True)
class Situation:
    """A file as the transition table sees it.

    ``fenetre_ouverte`` tells whether a first sending is possible today, dérogation included;
    ``ouvre_le`` from which day, while its window is not open yet.
    ``correction`` is true when the version at work follows one already sent: the window no longer
    matters. ``volets_ouverts`` are those the correction asked for reaches (both at first), and
    ``tout_ouvert`` tells that it leaves no field closed.
    ``obstacles`` counts, by volet (and « » for both together), the checks that are blocking or
    still to justify. ``assistee`` is true while an adviser types in the partner's place.
    ``finances_reservees``: who types the activity reads nothing of the finances (CCT).
    ``rectificative``: the correction was opened on a version that is validated.
    ``correction_commencee`` and ``derogation_en_cours`` are looked for when a rule first asks.
    """

    etat: str
    fenetre_ouverte: bool = True
    ouvre_le: date | None = None
    correction: bool = False
    volets_ouverts: frozenset[str] = frozenset(VOLETS)
    tout_ouvert: bool = False
    volets_signes: frozenset[str] = frozenset()
    obstacles: Mapping[str, int] = field(default_factory=dict)
    version_validee: bool = False
    etat_precedent: str = ""
    assistee: bool = False
    finances_reservees: bool = False
    rectificative: bool = False
    correction_commencee: Callable[[], bool] = _non
    derogation_en_cours: Callable[[], bool] = _non

    @property
    def hors_fenetre(self) -> bool:
        """True when a first sending cannot be done today."""
        return not self.correction and not self.fenetre_ouverte
