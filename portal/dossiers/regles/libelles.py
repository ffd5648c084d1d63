"""How the state of a file reads, whatever its kind."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LibelleEtat:
    """A state as each audience reads it, and who acts next.

    ``ton`` is the colour family of its badge.
    """

    partenaire: str
    caf: str
    agit: str
    ton: str
