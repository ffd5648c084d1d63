"""By when what is given back is due, to the day."""

from datetime import date

import pytest

from portal.dossiers.services.delais import exiger_pour_le
from portal.socle.refus import DemandeInvalide

JOUR = date(2026, 2, 3)


@pytest.mark.parametrize("pour_le", [JOUR, date(2026, 2, 18), date(2027, 2, 3)])
def test_du_jour_meme_a_un_an(pour_le: date) -> None:
    exiger_pour_le(pour_le, JOUR)


@pytest.mark.parametrize(
    ("pour_le", "dit"),
    [
        (date(2026, 2, 2), "déjà passée"),
        (date(2027, 2, 4), "au plus tard le 3 février 2027"),
        (date(2062, 2, 18), "au plus tard le 3 février 2027"),
    ],
)
def test_ni_avant_ni_apres(pour_le: date, dit: str) -> None:
    with pytest.raises(DemandeInvalide, match=dit) as refus:
        exiger_pour_le(pour_le, JOUR)
    assert refus.value.champ == "pour_le"
