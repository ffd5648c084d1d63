"""The clocks of overseas Cafs: the rule is Paris's end of day, told with the local time beside it.

Nobody reads two times without knowing whose each is. Pure functions.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.socle.formats import PARIS, heure_fr, jour_fr

# By code of the Caf: its zone, and where it is, in a sentence.
_LIEUX = {
    "971": (ZoneInfo("America/Guadeloupe"), "en Guadeloupe"),
    "972": (ZoneInfo("America/Martinique"), "en Martinique"),
    "973": (ZoneInfo("America/Cayenne"), "en Guyane"),
    "974": (ZoneInfo("Indian/Reunion"), "à La Réunion"),
    "976": (ZoneInfo("Indian/Mayotte"), "à Mayotte"),
}


def fin_de_journee(jour: date, caf: str) -> str:
    """« à minuit, heure de Paris, soit 18 h 00 en Guadeloupe »; empty for a Caf on Paris time.

    ``caf`` is its code. East of Paris the end of the day comes the morning after.
    """
    if caf not in _LIEUX:
        return ""
    zone, ou = _LIEUX[caf]
    locale = datetime.combine(jour + timedelta(days=1), time(), PARIS).astimezone(zone)
    quand = "" if locale.date() == jour else "le lendemain "
    return f"à minuit, heure de Paris, soit {_ecrire(locale)} {quand}{ou}"


def jour_en_mots(jour: date, caf: str = "") -> str:
    """A day with its name, and its end by the local clock for an overseas Caf."""
    precision = fin_de_journee(jour, caf)
    return f"{jour_fr(jour)} ({precision})" if precision else jour_fr(jour)


def heure_locale(instant: datetime, caf: str) -> str:
    """« 17 h 10 en Guadeloupe », of an instant; empty for a Caf on Paris time."""
    if caf not in _LIEUX:
        return ""
    zone, ou = _LIEUX[caf]
    return f"{_ecrire(instant.astimezone(zone))} {ou}"


def _ecrire(locale: datetime) -> str:
    return heure_fr(locale.replace(tzinfo=None))
