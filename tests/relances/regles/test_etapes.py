"""Which step is due: thresholds, missed days, deadlines that move, odd days of the calendar."""

from datetime import date, timedelta

import pytest

from portal.relances.regles.etapes import (
    RATTRAPAGE,
    etape_due,
    jours_de_relance,
    libelle_etape,
)

ETAPES = (-30, -15, -7, -1, 1, 7)
MARS = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("jour", "due"),
    [
        (date(2026, 2, 28), None),
        (date(2026, 3, 1), -30),
        (date(2026, 3, 15), -30),
        (date(2026, 3, 16), -15),
        (date(2026, 3, 24), -7),
        (date(2026, 3, 29), -7),
        (date(2026, 3, 30), -1),
        (date(2026, 3, 31), -1),
        (date(2026, 4, 1), 1),
        (date(2026, 4, 7), 7),
        (date(2026, 4, 7) + timedelta(days=RATTRAPAGE), 7),
        (date(2026, 4, 8) + timedelta(days=RATTRAPAGE), None),
    ],
)
def test_la_derniere_etape_atteinte(jour: date, due: int | None) -> None:
    assert etape_due(MARS, jour, ETAPES) == due


def test_sans_etape_rien_n_est_du() -> None:
    assert etape_due(MARS, MARS, ()) is None


def test_une_annee_bissextile_compte_son_29_fevrier() -> None:
    assert etape_due(date(2028, 3, 15), date(2028, 2, 29), (-15,)) == -15
    assert etape_due(date(2028, 3, 15), date(2028, 2, 28), (-15,)) is None
    assert etape_due(date(2026, 3, 15), date(2026, 2, 28), (-15,)) == -15
    assert etape_due(date(2028, 2, 29), date(2028, 3, 1), (1,)) == 1


def test_les_jours_a_venir() -> None:
    assert jours_de_relance([MARS, MARS], (-1, 1), MARS) == [(date(2026, 4, 1), 1, MARS)]
    assert [etape for _, etape, _ in jours_de_relance([date.max], (-1, 1), MARS)] == [-1]
    assert [j for j, _, _ in jours_de_relance([MARS], ETAPES, date(2026, 1, 1))] == sorted(
        MARS + timedelta(days=e) for e in ETAPES
    )


@pytest.mark.parametrize(("jours", "libelle"), [(-30, "J-30"), (0, "J"), (7, "J+7")])
def test_libelle(jours: int, libelle: str) -> None:
    assert libelle_etape(jours) == libelle
