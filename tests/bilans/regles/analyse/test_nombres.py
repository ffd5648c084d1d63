"""Means and medians are exact, whatever the numbers; bars hold every number once."""

from decimal import Decimal
from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilans.regles.analyse.comptes import compter
from bilans.regles.analyse.nombres import CLASSES_MAX, classer, distribution, mesurer
from tests.bilans.strategies import PROPRIETE

NOMBRES = st.dictionaries(st.decimals(-1000, 100000, places=2), st.integers(1, 9), min_size=1)


def test_les_nombres_d_une_question() -> None:
    compte = compter({"1": 1, "2.0": 2, "2": 1, "10": 1, "ne_sait_pas": 7, None: 3, "x": 1}, 20)
    nombres = distribution(compte)

    assert nombres == {Decimal(1): 1, Decimal(2): 3, Decimal(10): 1}
    mesures = mesurer(nombres)
    assert mesures is not None
    assert (mesures.effectif, mesures.somme) == (5, Decimal(17))
    assert (mesures.moyenne, mesures.mediane) == (Decimal("3.40"), Decimal("2.00"))
    assert (mesures.minimum, mesures.maximum) == (Decimal(1), Decimal(10))


def test_une_mediane_entre_deux_nombres() -> None:
    mesures = mesurer({Decimal("0.5"): 1, Decimal("0.55"): 1})
    assert mesures is not None
    # 0.525 exactly, rounded half-up as every figure is.
    assert (mesures.mediane, mesures.moyenne) == (Decimal("0.53"), Decimal("0.53"))


def test_sans_nombre_rien_n_est_mesure() -> None:
    assert mesurer({}) is None
    assert classer({}) == ()


@pytest.mark.parametrize(
    ("nombres", "bornes"),
    [
        (range(3), [(0, 0), (1, 1), (2, 2)]),
        (range(0, 100, 5), [(0, 20), (20, 40), (40, 60), (60, 80), (80, 100)]),
        (range(-30, 0, 2), [(-30, -25), (-25, -20), (-20, -15), (-15, -10), (-10, -5), (-5, 0)]),
    ],
)
def test_les_barres_ont_des_bornes_rondes(nombres: range, bornes: list[tuple[int, int]]) -> None:
    classes = classer({Decimal(n): 1 for n in nombres})
    assert [(c.bas, c.haut) for c in classes] == bornes


@PROPRIETE
@given(NOMBRES)
def test_la_moyenne_et_la_mediane_sont_exactes(nombres: dict[Decimal, int]) -> None:
    toutes = [Fraction(n) for n, combien in nombres.items() for _ in range(combien)]
    mesures = mesurer(nombres)

    assert mesures is not None
    assert abs(Fraction(mesures.moyenne) - sum(toutes) / len(toutes)) <= Fraction(1, 200)
    assert abs(Fraction(mesures.mediane) - median(toutes)) <= Fraction(1, 200)
    assert Fraction(mesures.somme) == sum(toutes)


@PROPRIETE
@given(NOMBRES)
def test_chaque_nombre_est_dans_une_barre_et_une_seule(nombres: dict[Decimal, int]) -> None:
    classes = classer(nombres)
    assert 1 <= len(classes) <= CLASSES_MAX
    assert sum(c.effectif for c in classes) == sum(nombres.values())
    for nombre in nombres:
        assert sum(c.contient(nombre) for c in classes) == 1
    assert [c.bas for c in classes] == sorted(c.bas for c in classes)


def test_sous_le_seuil_aucune_barre_ne_dit_le_nombre_de_quelqu_un() -> None:
    """One partner alone has four hundred: neither its bar nor a bound tells so."""
    classes = classer({Decimal(12): 7, Decimal(13): 2, Decimal(417): 1}, 5)
    assert [(c.bas, c.haut, c.effectif) for c in classes] == [(0, 450, 10)]
    assert classer({Decimal(12): 7, Decimal(20): 5}, 5) == classer({Decimal(12): 7, Decimal(20): 5})
    assert classer({Decimal(12): 3}, 5) == ()


@PROPRIETE
@given(NOMBRES, st.integers(2, 8))
def test_toute_barre_a_assez_de_nombres(nombres: dict[Decimal, int], seuil: int) -> None:
    classes = classer(nombres, seuil)
    assert all(c.effectif >= seuil for c in classes)
    assert sum(c.effectif for c in classes) in (0, sum(nombres.values()))
    if sum(nombres.values()) >= seuil:
        for nombre in nombres:
            assert sum(c.contient(nombre) for c in classes) == 1
