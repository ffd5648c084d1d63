"""Days brought together by month or by year: each of its own, they would count nothing.

A day is kept as « 2025-03-31 »: its period is how it begins.
"""

from collections.abc import Iterable

MOIS, ANNEE = "mois", "annee"
# How much of a day a period keeps: « 2025-03 », « 2025 ».
LONGUEURS = {MOIS: len("2025-03"), ANNEE: len("2025")}
# Beyond two years, a list of months is not read any more.
MOIS_MAX = 24


def periode(jour: str, pas: str) -> str:
    """The month or the year of a day."""
    return jour[: LONGUEURS[pas]]


def pas_naturel(jours: Iterable[str]) -> str:
    """MOIS while the days stand in few enough months, otherwise ANNEE."""
    return MOIS if len({periode(jour, MOIS) for jour in jours}) <= MOIS_MAX else ANNEE
