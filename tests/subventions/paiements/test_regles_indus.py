"""Instalments to the cent; what is set off; what is left to claim."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subventions.paiements.regles.indus import a_notifier, echelonner, imputer, restes

D = Decimal


@pytest.mark.parametrize(
    ("montant", "nombre", "premiere", "attendu"),
    [
        ("6200", 1, date(2026, 3, 1), [(date(2026, 3, 1), "6200")]),
        (
            "100",
            3,
            date(2026, 11, 30),
            ["2026-11-30 33.33", "2026-12-30 33.33", "2027-01-30 33.34"],
        ),
        ("0.05", 2, date(2026, 1, 31), ["2026-01-31 0.02", "2026-02-28 0.03"]),
        (
            "10",
            4,
            date(2027, 12, 31),
            [
                *("2027-12-31 2.50", "2028-01-31 2.50", "2028-02-29 2.50", "2028-03-31 2.50"),
            ],
        ),
    ],
)
def test_les_echeances_tombent_juste(
    montant: str, nombre: int, premiere: date, attendu: list[object]
) -> None:
    obtenu = echelonner(D(montant), nombre, premiere)
    lus = [
        (date.fromisoformat(a.split()[0]), D(a.split()[1]))
        if isinstance(a, str)
        else (a[0], D(a[1]))
        for a in attendu
    ]
    assert obtenu == lus


def test_une_echeance_vaut_un_centime_au_moins() -> None:
    with pytest.raises(ValueError, match="un centime"):
        echelonner(D("0.02"), 3, date(2026, 1, 1))


@given(st.integers(36, 10_000_000), st.integers(1, 36), st.dates(date(2025, 1, 1)))
def test_la_somme_est_celle_de_l_indu(centimes: int, nombre: int, premiere: date) -> None:
    if premiere.year > 9990:
        return
    montant = D(centimes) / 100
    echeances = echelonner(montant, nombre, premiere)
    assert sum(part for _, part in echeances) == montant
    jours = [le for le, _ in echeances]
    assert jours == sorted(set(jours))


@pytest.mark.parametrize(
    ("montant", "restes", "attendu"),
    [
        ("100", [], []),
        ("100", [(1, "40")], [(1, "40")]),
        ("100", [(1, "40"), (2, "80")], [(1, "40"), (2, "60")]),
        ("100", [(1, "100"), (2, "80")], [(1, "100")]),
        ("100", [(1, "0"), (2, "150")], [(2, "100")]),
    ],
)
def test_un_versement_ne_descend_jamais_sous_zero(
    montant: str, restes: list[tuple[int, str]], attendu: list[tuple[int, str]]
) -> None:
    obtenu = imputer(D(montant), [(cle, D(reste)) for cle, reste in restes])
    assert obtenu == [(cle, D(pris)) for cle, pris in attendu]


def test_ce_qui_est_deja_reclame_ne_l_est_pas_deux_fois() -> None:
    assert a_notifier(D("6200"), []) == D("6200")
    assert a_notifier(D("6200"), [D("6200")]) == 0
    assert a_notifier(D("6200"), [D("1000"), D("200")]) == D("5000")
    assert a_notifier(D("100"), [D("6200")]) == 0


@pytest.mark.parametrize(
    ("revenu", "attendu"),
    [
        ("0", ["30", "30", "40"]),
        ("30", ["0", "30", "40"]),
        ("45", ["0", "15", "40"]),
        ("100", ["0", "0", "0"]),
    ],
)
def test_ce_qui_revient_couvre_les_premieres_echeances(revenu: str, attendu: list[str]) -> None:
    assert restes([D("30"), D("30"), D("40")], D(revenu)) == [D(reste) for reste in attendu]
