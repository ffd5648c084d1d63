"""Exercices: the one that holds a day, those that a period meets."""

from datetime import date

import pytest

from habilitations.regles.exercices import bornes_exercice, exercice_du, exercices_couverts


@pytest.mark.parametrize(
    ("dispositif", "jour", "attendu"),
    [
        ("clas", date(2025, 8, 31), 2024),
        ("clas", date(2025, 9, 1), 2025),
        ("cct", date(2025, 1, 1), 2025),
        ("er", date(2025, 12, 31), 2025),
    ],
)
def test_exercice_du_jour(dispositif: str, jour: date, attendu: int) -> None:
    assert exercice_du(dispositif, jour) == attendu
    debut, fin = bornes_exercice(dispositif, attendu)
    assert debut <= jour <= fin


@pytest.mark.parametrize(
    ("dispositif", "du", "au", "attendus"),
    [
        ("clas", date(2024, 9, 1), date(2028, 6, 30), [2024, 2025, 2026, 2027]),
        ("clas", date(2024, 9, 1), date(2024, 9, 1), [2024]),
        ("cct", date(2024, 7, 1), date(2026, 1, 1), [2024, 2025, 2026]),
    ],
)
def test_exercices_couverts(dispositif: str, du: date, au: date, attendus: list[int]) -> None:
    assert exercices_couverts(dispositif, du, au) == attendus
