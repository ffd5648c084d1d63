"""Exercices: the year a declaration is about.

A calendar year for CCT and Espaces de rencontre, a school year for CLAS (DOMAINE §1, S).
Everywhere an exercice is kept as ``annee``, the calendar year in which it begins
(CLAS 2024-2025 → 2024): it sorts, and « the exercice before » is ``annee - 1``.
"""

import re
from collections.abc import Collection
from datetime import date

DISPOSITIFS_SCOLAIRES = frozenset({"clas"})
ANNEE_MIN = 2000
ANNEE_MAX = 2100


def est_scolaire(dispositif: str) -> bool:
    """Tell whether the exercices of this dispositif are school years."""
    return dispositif in DISPOSITIFS_SCOLAIRES


def libelle_exercice(dispositif: str, annee: int) -> str:
    """Return the exercice as people write it: « 2025 », or « 2024-2025 » for CLAS."""
    return f"{annee}-{annee + 1}" if est_scolaire(dispositif) else str(annee)


def libelle_exercices(dispositifs: Collection[str], annee: int) -> str:
    """Return the exercices of one first year: « 2025 », « 2025 et 2025-2026 » when both exist."""
    return " et ".join(sorted({libelle_exercice(d, annee) for d in dispositifs}))


def lire_exercice(dispositif: str, texte: str) -> int:
    """Read an exercice written by a person and return its ``annee``.

    Raises ValueError, with a French message, when the form is not that of the dispositif.
    """
    if est_scolaire(dispositif):
        trouve = re.fullmatch(r"([0-9]{4})-([0-9]{4})", texte)
        if not trouve or int(trouve[2]) != int(trouve[1]) + 1:
            raise ValueError("L’exercice s’écrit comme une année scolaire, par exemple 2024-2025.")
        annee = int(trouve[1])
    else:
        if not re.fullmatch(r"[0-9]{4}", texte):
            raise ValueError("L’exercice s’écrit comme une année, par exemple 2025.")
        annee = int(texte)
    if not ANNEE_MIN <= annee <= ANNEE_MAX:
        raise ValueError(f"L’exercice doit être compris entre {ANNEE_MIN} et {ANNEE_MAX}.")
    return annee


def bornes_exercice(dispositif: str, annee: int) -> tuple[date, date]:
    """Return first and last day: 1 January → 31 December, or 1 September → 31 August (CLAS)."""
    if est_scolaire(dispositif):
        return date(annee, 9, 1), date(annee + 1, 8, 31)
    return date(annee, 1, 1), date(annee, 12, 31)


def exercice_du(dispositif: str, jour: date) -> int:
    """Return the ``annee`` of the exercice that a day belongs to."""
    return jour.year if jour >= bornes_exercice(dispositif, jour.year)[0] else jour.year - 1


def exercices_couverts(dispositif: str, du: date, au: date) -> list[int]:
    """Return the exercices that a period meets on at least one day, earliest first."""
    return list(range(exercice_du(dispositif, du), exercice_du(dispositif, au) + 1))
