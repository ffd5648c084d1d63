"""Windows of entry: their dates from a rule, and what a day means for a file (DOMAINE §3.2).

The end of a day counts, Europe/Paris: callers turn the server's clock into a local date once, and
pass it here as an argument.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class JourRelatif:
    """A day and a month, in the year ``decalage`` years after the one the exercice begins in."""

    jour: int
    mois: int
    decalage: int = 0

    def pour(self, annee: int) -> date:
        """Return the date for an exercice; 29, 30 or 31 fall back on the month's last day."""
        an = annee + self.decalage
        return date(an, self.mois, min(self.jour, monthrange(an, self.mois)[1]))


@dataclass(frozen=True)
class Fenetre:
    """Opening, announced deadline and end of entry, all three included."""

    ouvre_le: date
    echeance_le: date
    ferme_le: date

    def est_ouverte(self, jour: date) -> bool:
        return self.ouvre_le <= jour <= self.ferme_le


def fenetre(
    ouverture: JourRelatif, echeance: JourRelatif, delai_saisie: int, annee: int
) -> Fenetre:
    """Return the window of an exercice; entry ends ``delai_saisie`` days after the deadline."""
    fin = echeance.pour(annee)
    return Fenetre(ouverture.pour(annee), fin, fin + timedelta(days=delai_saisie))


# Days given to a partner to correct, unless the adviser says otherwise (H).
DELAI_CORRECTION = 15
