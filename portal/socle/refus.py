"""Why an act is refused, and how a service says so (ground rule 4).

Pure, and for every application: rules return a ``Refus``, services raise it, views answer 403 or
say it on the page one came from. Each sentence is written by the application, for who acted.
"""

from dataclasses import dataclass
from typing import Literal

ROLE: Literal["role"] = "role"
MOMENT: Literal["moment"] = "moment"


@dataclass(frozen=True)
class Refus:
    """Why an act is refused.

    ``nature`` is ROLE (never this person's to do: a 403) or MOMENT (not possible, or no longer: a
    message). ``message`` is a whole French sentence.
    """

    nature: Literal["role", "moment"]
    message: str

    @property
    def interdit(self) -> bool:
        """True when the person's role may not do this, whatever the moment."""
        return self.nature == ROLE


class ActionRefusee(Exception):
    """The act is refused; nothing was written.

    ``action`` and ``partie`` (the volet, say) are those of the transition table, when it is the
    one that refuses: a second click is known by them.
    """

    def __init__(self, refus: Refus, action: str = "", partie: str | None = None) -> None:
        super().__init__(refus.message)
        self.refus = refus
        self.action = action
        self.partie = partie

    @property
    def interdite(self) -> bool:
        """True when it is a 403."""
        return self.refus.interdit


def interdit(message: str) -> ActionRefusee:
    """Never this person's to do: to be raised, for a 403."""
    return ActionRefusee(Refus(ROLE, message))


def impossible(message: str) -> ActionRefusee:
    """Not possible, or no longer: to be raised, for a message on the page one came from."""
    return ActionRefusee(Refus(MOMENT, message))


class DemandeInvalide(Exception):
    """What was asked cannot be done as asked; ``champ`` tells which input to mend."""

    def __init__(self, champ: str, message: str) -> None:
        super().__init__(message)
        self.champ = champ
