"""By when what a Caf gives back to a partner is due: a day to come, within a year."""

from datetime import date, timedelta

from portal.socle.formats import date_fr
from portal.socle.refus import DemandeInvalide

# Further away it is a slip of the keyboard, « 2062 » for « 2026 » (hypothesis).
DELAI_MAX = timedelta(days=365)


def exiger_pour_le(pour_le: date, jour: date) -> None:
    """Raise DemandeInvalide (``pour_le``) for a day that is over, or more than a year away."""
    if pour_le < jour:
        raise DemandeInvalide("pour_le", "La date limite est déjà passée.")
    if pour_le > jour + DELAI_MAX:
        dernier = date_fr(jour + DELAI_MAX)
        raise DemandeInvalide("pour_le", f"Donnez une date limite au plus tard le {dernier}.")
