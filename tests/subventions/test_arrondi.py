"""Rounding: half-up to the cent at each step, the next one starting from the printed figure."""

from decimal import Decimal, localcontext

import pytest
from hypothesis import example, given
from hypothesis.strategies import decimals

from subventions.regles.nombres import (
    arrondir,
    diviser,
    ecrire,
    ecrire_parametre,
    lire_decimal,
)
from tests.subventions.outils import calculer, collectif, lieu, poste, refaire_tout


@pytest.mark.parametrize(
    ("brut", "attendu"),
    [
        ("0.004", "0.00"),
        ("0.005", "0.01"),
        ("0.015", "0.02"),
        ("0.025", "0.03"),
        ("2.675", "2.68"),
        ("1.00499999999999999999", "1.00"),
        ("999999999999.995", "1000000000000.00"),
    ],
)
def test_demi_cent_vers_le_haut(brut, attendu):
    assert str(arrondir(Decimal(brut))) == attendu


def test_un_montant_a_toujours_deux_decimales():
    assert str(arrondir(Decimal(7))) == "7.00"
    assert calculer("diagnostic", {"depense": 0}).en_json()["montant"] == "0.00"


def test_quotient():
    assert diviser(Decimal(100), Decimal(3)) == Decimal("33.33")
    assert diviser(Decimal(1), Decimal(200)) == Decimal("0.01")


def test_demi_cent_sur_un_droit():
    """0.50 × 0.01 = 0.005 → 0.01."""
    assert calculer("diagnostic", {"depense": "0.01"}).montant == Decimal("0.01")


def test_le_taux_du_clas():
    """0.325 × 7 886.15 × 3 = 7 688.99625 → 7 689.00 (DOMAINE: 2 563 € par collectif)."""
    donnees = {
        "charges": {"64": "30000"},
        "collectifs_notifies": 3,
        "collectifs": [collectif()] * 3,
    }
    assert calculer("clas", donnees).montant == Decimal("7689.00")


def test_chaque_poste_est_arrondi_avant_la_somme():
    """Three rights of 0.005 make 0.03 once each is rounded, not 0.02."""
    postes = [poste("0.01", "0")] * 3
    estimation = calculer("cct", {"postes": postes})
    assert estimation.montant == Decimal("0.03")
    assert refaire_tout(estimation) == "0.03"


def test_l_etape_suivante_part_du_chiffre_imprime():
    """The ceiling 48 000 × 0.333333 × 7 ÷ 12 = 9 333.324 → 9 333.32, then × 0.5 = 4 666.66."""
    estimation = calculer("cct", {"postes": [poste("50000", "0", "0.333333", 7)]})
    plafond = next(e for e in estimation.etapes if e.libelle.startswith("Plafond"))
    assert plafond.resultat == Decimal("9333.32")
    assert estimation.montant == Decimal("4666.66")


def test_le_plafond_des_heures_d_organisation_est_arrondi():
    """0.333 × 10.01 h = 3.33333 → 3.33 h; 10.01 + 3.33 = 13.34 h."""
    donnees = {"charges": {"64": "999999"}, "lieux": [lieu("10.01", "0", "9")]}
    estimation = calculer("er", donnees, cap_organisation="0.333", plafond_horaire="1", taux="1")
    assert estimation.montant == Decimal("13.34")
    assert refaire_tout(estimation) == "13.34"


def test_les_tres_grands_nombres_ne_perdent_rien():
    donnees = {"postes": [poste("999999999999.99", "0", "999999999999")]}
    estimation = calculer("cct", donnees, plafond_etp="999999999999", taux="1")
    assert estimation.montant == Decimal("999999999999.99")


def test_trente_deux_chiffres_sont_lus_sans_perte():
    assert lire_decimal("123456789012.00000000000000000001") == Decimal(
        "123456789012.00000000000000000001"
    )


def test_le_contexte_de_l_appelant_ne_change_rien():
    with localcontext() as contexte:
        contexte.prec = 3
        assert calculer("diagnostic", {"depense": "12345.67"}).montant == Decimal("6172.84")


@pytest.mark.parametrize(
    ("brut", "attendu"),
    [
        ("0.500000", "0.50"),
        ("0.325", "0.325"),
        ("48000", "48000.00"),
        ("7886.150000", "7886.15"),
        ("0", "0.00"),
    ],
)
def test_ecriture_d_un_parametre(brut, attendu):
    assert ecrire_parametre(Decimal(brut)) == attendu


@given(decimals(allow_nan=False, allow_infinity=False, min_value=-(10**14), max_value=10**14))
@example(Decimal("1E+3"))
@example(Decimal("1E-9"))
@example(Decimal("-0.00"))
@example(Decimal("0E-30"))
def test_un_nombre_s_ecrit_sans_exposant(nombre):
    assert ecrire(nombre) == format(nombre, "f")
    assert Decimal(ecrire(nombre)) == nombre
