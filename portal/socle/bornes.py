"""The days that a date typed may be: not before what it follows, nor years ahead.

Pure. One thing for the page, which says them beside the field, and for the service, which refuses
the others: « 1900 » and « 2099 » are slips of the keyboard.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.socle.formats import date_fr
from portal.socle.refus import DemandeInvalide

# How far a date to come may be, where the trade says nothing else (H, to be confirmed).
JOURS_A_VENIR = 366
AUJOURD_HUI = "aujourd’hui"


@dataclass(frozen=True)
class Bornes:
    """First and last day, both included. ``suit`` and ``fin`` say what they are, where it helps:
    « jour de la notification », « aujourd’hui »."""

    du: date
    au: date
    suit: str = ""
    fin: str = ""

    @property
    def phrase(self) -> str:
        """What is written under the field."""
        premier, dernier = _nomme(self.du, self.suit), _nomme(self.au, self.fin)
        return f"Du {premier}{',' if self.suit else ''} au {dernier}."

    def exiger(self, champ: str, le: date) -> None:
        """Raises DemandeInvalide, on this field, for a day outside."""
        if le < self.du:
            raise DemandeInvalide(champ, f"Au plus tôt le {_nomme(self.du, self.suit)}.")
        if le > self.au and self.fin == AUJOURD_HUI:
            raise DemandeInvalide(champ, "Ce jour est à venir.")
        if le > self.au:
            raise DemandeInvalide(champ, f"Au plus tard le {_nomme(self.au, self.fin)}.")


def a_venir(du: date, suit: str = "") -> Bornes:
    """From a day on, within a year."""
    return Bornes(du, du + timedelta(days=JOURS_A_VENIR), suit)


def jusqu_a_aujourd_hui(du: date, jour: date, suit: str) -> Bornes:
    """From what it follows to today."""
    return Bornes(min(du, jour), jour, suit, AUJOURD_HUI)


def _nomme(le: date, quoi: str) -> str:
    return f"{date_fr(le)}, {quoi}" if quoi else date_fr(le)
