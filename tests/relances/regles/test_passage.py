"""The day of the next run: today while it may still come, tomorrow after it."""

from datetime import date, datetime

import pytest

from portal.relances.regles.passage import prochain_passage


@pytest.mark.parametrize(
    ("heure", "fait", "attendu"),
    [
        ((4, 59), False, 30),
        ((4, 59), True, 30),
        ((5, 1), True, 31),
        ((5, 1), False, 30),
        ((9, 0), True, 31),
        ((9, 0), False, 30),
        ((21, 59), False, 30),
        ((22, 1), False, 31),
        ((23, 59), True, 31),
    ],
)
def test_le_jour_du_prochain_passage(heure: tuple[int, int], fait: bool, attendu: int) -> None:
    assert prochain_passage(datetime(2026, 3, 30, *heure), fait=fait) == date(2026, 3, attendu)
