"""What the rules need to know of a bilan to tell what may be done with it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Situation:
    """A bilan as the transition table sees it.

    ``fenetre_ouverte`` tells whether a first sending is possible today, dérogation included;
    ``ouvre_le`` from which day, while its window is not open yet;
    ``suspension`` why the campaign is suspended, if it is.
    ``complement``: the Caf sent it back once, and the window no longer matters; a suspension does.
    ``manquants`` and
    ``fautes`` count what is asked and not answered, and answers that do not stand; ``a_confirmer``
    answers carried over that nobody confirmed; ``ecarts`` the
    shared figures that differ from the declaration without a reason (C15); ``a_completer`` the
    questions that the Caf asked to complete and whose answer is still the one it read, ``intact``
    tells that no answer is another; ``derogation_en_cours`` that one holds today.
    """

    etat: str
    fenetre_ouverte: bool = True
    ouvre_le: date | None = None
    suspension: str = ""
    complement: bool = False
    manquants: int = 0
    fautes: int = 0
    a_confirmer: int = 0
    ecarts: int = 0
    a_completer: int = 0
    intact: bool = False
    etat_precedent: str = ""
    derogation_en_cours: bool = False

    @property
    def hors_fenetre(self) -> bool:
        """True when nothing can be answered nor sent today."""
        return bool(self.suspension) or not (self.complement or self.fenetre_ouverte)
