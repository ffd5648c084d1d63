"""Reading of numbers typed by people: what is accepted, what is refused and how it is said."""

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
    ],
)
def test_accepte(texte, attendu):
    assert lire_nombre(texte) == Decimal(attendu)


@pytest.mark.parametrize("espace", ESPACES.values(), ids=ESPACES.keys())
def test_accepte_toutes_les_espaces(espace):
    assert lire_nombre(f"1{espace}234,50") == Decimal("1234.50")


def test_zero_n_a_pas_de_signe():
    assert str(lire_nombre("-0,00")) == "0.00"


@pytest.mark.parametrize(
    ("texte", "message"),
    [
        ("", "Écrivez un nombre."),
        (" \u00a0 ", "Écrivez un nombre."),
        (
            "1.234,50",
            "Écrivez 1234,50 : le point et la virgule ne peuvent pas être employés ensemble.",
        ),
        (
            "1,234.50",
            "Écrivez 1234,50 : le point et la virgule ne peuvent pas être employés ensemble.",
        ),
        (
            "12.345.678,9",
            "Écrivez 12345678,9 : le point et la virgule ne peuvent pas être employés ensemble.",
        ),
        (
            "1.2,3",
            "Écrivez 1234,50 : le point et la virgule ne peuvent pas être employés ensemble.",
        ),
        (
            "1.234.567",
            "Écrivez 1234567 : le point n’est permis qu’une fois, pour les décimales.",
        ),
        (
            "1,2,3",
            "Écrivez 1234,50 : la virgule n’est permise qu’une fois, pour les décimales.",
        ),
        ("1e9", "Écrivez le nombre en chiffres, sans exposant."),
        ("-1,5E-3", "Écrivez le nombre en chiffres, sans exposant."),
        ("+5", "Écrivez le nombre sans le signe +."),
        ("12 €", "Écrivez le nombre seul, sans symbole ni unité."),
        ("35 %", "Écrivez le nombre seul, sans symbole ni unité."),
        ("12 h", "Écrivez le nombre seul, sans symbole ni unité."),
        ("douze", "Écrivez un nombre en chiffres, par exemple 1234,50."),
        ("nan", "Écrivez un nombre en chiffres, par exemple 1234,50."),
        ("Infinity", "Écrivez un nombre en chiffres, par exemple 1234,50."),
        ("-", "Écrivez un nombre en chiffres, par exemple 1234,50."),
        ("--5", "Écrivez un nombre en chiffres, par exemple 1234,50."),
        ("5-", "Écrivez un nombre en chiffres, par exemple 1234,50."),
        ("1_000", "Écrivez un nombre en chiffres, par exemple 1234,50."),
        ("0x10", "Écrivez un nombre en chiffres, par exemple 1234,50."),
        ("1\n234", "Écrivez un nombre en chiffres, par exemple 1234,50."),
        ("1\t234", "Écrivez un nombre en chiffres, par exemple 1234,50."),
        ("\u0661\u0662", "Écrivez le nombre avec les chiffres de 0 à 9."),
        ("5\u00b2", "Écrivez le nombre avec les chiffres de 0 à 9."),
        ("\uff11\uff12", "Écrivez le nombre avec les chiffres de 0 à 9."),
        (
            "1 2",
            "Vérifiez les espaces : ils séparent les milliers par groupes de trois chiffres, "
            "comme dans 1 234 567.",
        ),
        ("12 34,5", "Vérifiez les espaces"),
        ("1234 567", "Vérifiez les espaces"),
        ("1  234", "Vérifiez les espaces"),
        ("1,2 3", "Écrivez les décimales sans espace, par exemple 1234,50."),
        (",5", "Écrivez des chiffres de chaque côté de la virgule, par exemple 1234,50."),
        ("5,", "Écrivez des chiffres de chaque côté de la virgule, par exemple 1234,50."),
        ("1,255", "Écrivez 2 décimales au plus. Si vous vouliez dire 1 255, écrivez 1255."),
        ("0,255", "Écrivez 2 décimales au plus."),
        ("1,23456", "Écrivez 2 décimales au plus."),
        (
            "1234567890123",
            "Ce nombre est trop grand : 12 chiffres au plus avant la virgule.",
        ),
    ],
)
def test_refuse_en_disant_quoi_ecrire(texte, message):
    with pytest.raises(NombreInvalide) as erreur:
        lire_nombre(texte)
    assert re.sub(r"\s", " ", erreur.value.message).startswith(message)


@pytest.mark.parametrize(
    ("decimales", "texte", "message"),
    [
        (0, "12,5", "Écrivez un nombre entier, sans décimales."),
        (0, "12,0", "Écrivez un nombre entier, sans décimales."),
        (0, "1.250", "Écrivez un nombre entier, sans décimales. Si vous vouliez dire 1 250,"),
        (1, "12,55", "Écrivez une décimale au plus."),
        (3, "0,1234", "Écrivez 3 décimales au plus."),
    ],
)
def test_decimales_en_trop(decimales, texte, message):
    with pytest.raises(NombreInvalide) as erreur:
        lire_nombre(texte, decimales=decimales)
    assert re.sub(r"\s", " ", erreur.value.message).startswith(message)


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
