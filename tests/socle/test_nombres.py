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


def test_zero_n_a_pas_de_signe():
    assert str(lire_nombre("-0,00")) == "0.00"


@pytest.mark.parametrize(
    ("texte", "message"),
    [
        ("", "Écrivez un nombre."),
        (" \u00a0 ", "Écrivez un nombre."),
        ("1.2,3", "Le point et la virgule ne peuvent être employés ensemble que si l’un sépare"),
        ("1.234,567.8", "Le point et la virgule ne peuvent être employés ensemble"),
        ("1 234.567,8", "Le point et la virgule ne peuvent être employés ensemble"),
        ("1.23.456", "Le point n’est permis qu’une fois, pour les décimales."),
        ("1,2,3", "La virgule n’est permise qu’une fois, pour les décimales."),
        ("1.234", "Écrivez 2 décimales au plus. Si vous vouliez dire 1 234, écrivez 1234."),
        ("\u202e12", "Écrivez un nombre en chiffres, par exemple 1234,50."),
        ("\u206712\u2069", "Écrivez un nombre en chiffres, par exemple 1234,50."),
        ("12 cm", "Écrivez le nombre seul, sans symbole ni unité."),
        ("€ 12", "Écrivez le nombre seul, sans symbole ni unité."),
        ("1e9", "Écrivez le nombre en chiffres, sans exposant."),
        ("-1,5E-3", "Écrivez le nombre en chiffres, sans exposant."),
        ("+5", "Écrivez le nombre sans le signe +."),
        ("12 €", "Écrivez le nombre seul, sans symbole ni unité. Par exemple : 1234,50."),
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
    assert refus_de(texte).startswith(message)


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
    ("unite", "texte"),
    [("€", "12 h"), ("h", "12 €"), ("ETP", "80 %"), ("mois", "12 jours"), ("", "12 mois")],
)
def test_une_autre_unite_est_refusee(unite, texte):
    assert refus_de(texte, unite=unite).startswith("Écrivez le nombre seul, sans symbole ni unité.")


@pytest.mark.parametrize("texte", ["€", "h", "€ €", "12 € €", "h 12", "12 h h"])
def test_une_unite_seule_ou_redoublee_n_est_pas_un_nombre(texte):
    for unite in ("€", "h"):
        assert refus_de(texte, unite=unite)


@pytest.mark.parametrize(
    ("texte", "proposition"),
    [("12h30", "12,50"), ("12 h 5", "12,08"), ("7H45 min", "7,75"), ("0h59", "0,98")],
)
def test_une_duree_en_minutes_est_refusee_avec_son_ecriture(texte, proposition):
    attendu = f"Écrivez les minutes en décimales : {proposition} pour {texte}."
    assert refus_de(texte, unite="h").startswith(attendu)


def refus_de(texte, **attendu):
    """What is said of it, after the quotation of what was written."""
    with pytest.raises(NombreInvalide) as erreur:
        lire_nombre(texte, **attendu)
    message = re.sub(r"\s", " ", erreur.value.message)
    return re.sub("^Vous avez écrit « .*? »[.] ", "", message)


@pytest.mark.parametrize(
    ("texte", "cite"),
    [
        ("12 cm", "12 cm"),
        ("  douze ", "douze"),
        ("1\n234", "1\ufffd234"),
        ("\u202e12", "\ufffd12"),
        ("x" * 50, f"{'x' * 40}…"),
    ],
)
def test_le_message_cite_ce_qui_a_ete_lu(texte, cite):
    with pytest.raises(NombreInvalide) as erreur:
        lire_nombre(texte)
    assert erreur.value.message.startswith(f"Vous avez écrit «\u00a0{cite}\u00a0». ")


@pytest.mark.parametrize(
    ("attendu", "exemple"),
    [
        ({"decimales": 0}, "12"),
        ({"decimales": 1}, "7,5"),
        ({"unite": "€"}, "1234,50"),
        ({"unite": "h"}, "120,50"),
        ({"unite": "ETP"}, "0,80"),
    ],
)
@pytest.mark.parametrize("texte", ["douze", "1e9", "5\u00b2", "1,2345", "1 2", "1,"])
def test_le_message_donne_un_exemple_de_ce_qui_est_attendu(texte, attendu, exemple):
    with pytest.raises(NombreInvalide) as erreur:
        lire_nombre(texte, **attendu)
    assert exemple in erreur.value.message
    assert lire_nombre(exemple, **attendu) > 0


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
    assert refus_de(texte, decimales=decimales).startswith(message)


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
