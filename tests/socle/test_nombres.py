"""Reading of numbers typed by people: what is accepted, and what is kept of it."""

import contextlib
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.socle.nombres import CHIFFRES_MAX, NombreInvalide, forme_canonique, lire_nombre

ESPACES = {
    "space": "\u0020",
    "no-break": "\u00a0",
    "narrow no-break": "\u202f",
    "thin": "\u2009",
    "figure": "\u2007",
    "punctuation": "\u2008",
    "em": "\u2003",
    "hair": "\u200a",
    "ideographic": "\u3000",
    "zero width": "\u200b",
}
NOMBRES = st.decimals(
    min_value=Decimal("-999999999999.99"), max_value=Decimal("999999999999.99"), places=2
)


def en_francais(nombre: Decimal, espace: str = "\u202f") -> str:
    """« 1 234,50 », written here independently of the code under test."""
    return f"{nombre:,.2f}".replace(",", espace).replace(".", ",")


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("1234,50", "1234.50"),
        ("0", "0"),
        ("007", "7"),
        ("  42\t", "42"),
        ("-5", "-5"),
        ("- 5,25", "-5.25"),
        ("\u22125", "-5"),
        ("\u2013 1 200", "-1200"),
        ("1 234 567,89", "1234567.89"),
        ("999999999999,99", "999999999999.99"),
        # Thousands grouped by one separator, decimals by the other: no doubt.
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("12.500,00", "12500"),
        ("-1.234,5", "-1234.5"),
        ("12.345.678,9", "12345678.9"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1'234.50", "1234.50"),
        ("1’234’567", "1234567"),
        # What nobody sees, copied along.
        ("\u200e12,50\u200e", "12.50"),
        ("\u202a1 234\u202c", "1234"),
        ("\u20681234\u2069", "1234"),
        ("12\u00ad34", "1234"),
        ("12\u200b34", "1234"),
        ("\ufeff12", "12"),
    ],
)
def test_accepte(texte, attendu):
    assert lire_nombre(texte) == Decimal(attendu)


@pytest.mark.parametrize("espace", ESPACES.values(), ids=ESPACES.keys())
def test_accepte_toutes_les_espaces(espace):
    assert lire_nombre(f"1{espace}234,50") == Decimal("1234.50")


@pytest.mark.parametrize(
    ("decimales", "texte", "attendu"),
    [(0, "12,0", "12"), (0, "1 234,00", "1234"), (1, "12,50", "12.5"), (2, "12,5000", "12.5")],
)
def test_les_zeros_de_trop_d_un_tableur_ne_comptent_pas(decimales, texte, attendu):
    assert lire_nombre(texte, decimales=decimales) == Decimal(attendu)


def test_zero_n_a_pas_de_signe():
    assert str(lire_nombre("-0,00")) == "0.00"


@pytest.mark.parametrize(
    ("unite", "texte", "attendu"),
    [
        ("€", "12,50 €", "12.50"),
        ("€", "12,50€", "12.50"),
        ("€", "1 234,50\u00a0€", "1234.50"),
        ("€", "€ 12,50", "12.50"),
        ("€", "-€12,50", "-12.50"),
        ("€", "12 EUR", "12"),
        ("€", "12 euros", "12"),
        ("€", "12.500,00 €", "12500"),
        ("h", "640 h", "640"),
        ("h", "640h", "640"),
        ("h", "12,5 heures", "12.5"),
        ("ETP", "0,8 ETP", "0.8"),
        ("ETP", "0,8 etp", "0.8"),
        ("mois", "12 mois", "12"),
        ("jours", "1 jour", "1"),
        ("enfants", "1 234 enfants", "1234"),
        ("", "12", "12"),
    ],
)
def test_l_unite_du_champ_peut_suivre(unite, texte, attendu):
    assert lire_nombre(texte, unite=unite) == Decimal(attendu)


@pytest.mark.parametrize(
    ("nombre", "attendu"),
    [
        ("1234.5", "1234.50"),
        ("1234.50", "1234.50"),
        ("1234", "1234"),
        ("1234.00", "1234"),
        ("1E+3", "1000"),
        ("1E-2", "0.01"),
        ("-0.00", "0"),
        ("-12.10", "-12.10"),
        ("0.325", "0.325"),
        ("0012", "12"),
    ],
)
def test_forme_canonique(nombre, attendu):
    assert forme_canonique(Decimal(nombre)) == attendu


@pytest.mark.parametrize("nombre", ["NaN", "Infinity", "-Infinity"])
def test_forme_canonique_refuse_ce_qui_n_est_pas_fini(nombre):
    with pytest.raises(ValueError, match="fini"):
        forme_canonique(Decimal(nombre))


@given(nombre=NOMBRES, espace=st.sampled_from(sorted(ESPACES.values())))
def test_aller_retour_avec_l_ecriture_francaise(nombre, espace):
    assert lire_nombre(en_francais(nombre, espace)) == nombre


@given(nombre=NOMBRES)
def test_forme_canonique_se_relit_et_ne_bouge_plus(nombre):
    canonique = forme_canonique(nombre)
    assert re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]{2})?", canonique)
    assert lire_nombre(canonique) == nombre
    assert forme_canonique(Decimal(canonique)) == canonique


@given(texte=st.text(), decimales=st.integers(min_value=0, max_value=3))
def test_ne_leve_jamais_autre_chose(texte, decimales):
    with contextlib.suppress(NombreInvalide):
        assert lire_nombre(texte, decimales=decimales).is_finite()


@given(texte=st.text(alphabet="0123456789 .,-+eE\u202f\u2212", max_size=20))
def test_ce_qui_est_lu_est_borne(texte):
    try:
        nombre = lire_nombre(texte)
    except NombreInvalide:
        return
    assert abs(nombre) < Decimal(10) ** CHIFFRES_MAX
    assert -nombre.as_tuple().exponent <= 2


@given(nombre=NOMBRES)
def test_l_ecriture_a_points_et_virgule_se_lit_comme_la_francaise(nombre):
    anglaise = f"{nombre:,.2f}"
    assert lire_nombre(anglaise) == nombre
    assert lire_nombre(anglaise.translate(str.maketrans(",.", ".,"))) == nombre
    assert lire_nombre(f"{en_francais(nombre)} €", unite="€") == nombre
