"""Why a file of any kind cannot be filled in today, in words."""

from datetime import date

from portal.socle.formats import date_fr


def dire_fermee(ouvre_le: date, jour: date, rouvrir: str) -> tuple[str, str]:
    """What stops its entry, as a title, and what may be done: to wait, or ``rouvrir``."""
    if jour < ouvre_le:
        return "La saisie n’est pas encore ouverte", f"Elle l’est à partir du {date_fr(ouvre_le)}."
    return "La période de saisie est close", rouvrir
