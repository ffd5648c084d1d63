"""Figures and dates as people read them, and the French order of names."""

from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from portal.socle import formats
from portal.socle.calculs import ecrire
from portal.socle.francais import cle_de_tri

FINE = "\u202f"
NB = "\u00a0"


@pytest.mark.parametrize(
    ("valeur", "attendu"),
    [
        (Decimal("12345.6"), f"12{FINE}345,60{NB}€"),
        ("1234567.005", f"1{FINE}234{FINE}567,01{NB}€"),
        (Decimal("0.005"), f"0,01{NB}€"),
        (Decimal("2.665"), f"2,67{NB}€"),
        (0, f"0,00{NB}€"),
        (-6200, f"−6{FINE}200,00{NB}€"),
        (None, ""),
        ("", ""),
        ("douze", ""),
        (Decimal("NaN"), ""),
        ("9" * 30, FINE.join(["999"] * 10) + f",00{NB}€"),
        ("9" * 41, ""),
    ],
)
def test_euros(valeur, attendu):
    assert formats.euros(valeur) == attendu


@pytest.mark.parametrize(
    ("valeur", "attendu"),
    [
        (Decimal("12345.60"), f"12{FINE}345,6"),
        (Decimal("1E+3"), f"1{FINE}000"),
        ("700.00", "700"),
        ("0.125", "0,125"),
        (Decimal("-3.50"), "−3,5"),
        (0, "0"),
        (100, "100"),
        (None, ""),
        ("9" * 30 + ".5", FINE.join(["999"] * 10) + ",5"),
        ("-" + "9" * 30, f"−{FINE.join(['999'] * 10)}"),
        ("1e999999", ""),
        ("1e-999999", ""),
    ],
)
def test_nombre(valeur, attendu):
    assert formats.nombre(valeur) == attendu


@given(st.decimals() | st.text(alphabet="0123456789.-eE", max_size=60))
def test_rien_de_ce_qui_est_tape_n_empeche_d_ecrire(valeur: Decimal | str) -> None:
    """No page fails for what somebody typed, nor is as long as they please."""
    for ecrit in (
        formats.euros(valeur),
        formats.nombre(valeur),
        formats.nombre(valeur, 2),
        formats.avec_unite(valeur, "heures"),
        formats.pourcentage(valeur),
        formats.taux(valeur, None),
        formats.parametre("taux", valeur),
        formats.variation(valeur, "3"),
        formats.variation("3", valeur),
        ecrire(valeur, "€"),
        ecrire(valeur, "%"),
    ):
        assert len(ecrit) < 200


def test_nombre_limite_les_decimales_en_arrondissant_au_plus_proche():
    assert formats.nombre("2.345", 2) == "2,35"
    assert formats.nombre("2.304", 2) == "2,3"


@pytest.mark.parametrize(
    ("valeur", "unite", "attendu"),
    [
        ("1234", "h", f"1{FINE}234{NB}h"),
        ("1234.5", "€", f"1{FINE}234,50{NB}€"),
        ("12", "", "12"),
        ("", "h", ""),
        ("1", "réunions", f"1{NB}réunion"),
        ("0", "enfants", f"0{NB}enfant"),
        ("1.5", "semaines", f"1,5{NB}semaine"),
        ("2", "réunions", f"2{NB}réunions"),
        ("1", "mois", f"1{NB}mois"),
        ("1", "ETP", f"1{NB}ETP"),
    ],
)
def test_avec_unite(valeur, unite, attendu):
    assert formats.avec_unite(valeur, unite) == attendu


@pytest.mark.parametrize(
    ("ratio", "attendu"),
    [
        (Decimal("0.124"), f"+12,4{NB}%"),
        (Decimal("-0.0305"), f"−3,1{NB}%"),
        (Decimal("0.1"), f"+10,0{NB}%"),
        (0, f"0,0{NB}%"),
        (Decimal("-0.0001"), f"0,0{NB}%"),
        (12, f"+1{FINE}200,0{NB}%"),
        (None, ""),
    ],
)
def test_pourcentage(ratio, attendu):
    assert formats.pourcentage(ratio) == attendu


@pytest.mark.parametrize(
    ("ratio", "attendu"),
    [("0.325", f"32,5{NB}%"), ("0.60", f"60{NB}%"), ("1", f"100{NB}%"), (None, "")],
)
def test_taux(ratio, attendu):
    assert formats.taux(ratio) == attendu


@pytest.mark.parametrize(
    ("valeur", "reference", "attendu"),
    [
        (110, 100, f"+10,0{NB}%"),
        (0, 100, f"−100,0{NB}%"),
        (5, 0, "n.c."),
        (5, None, "n.c."),
        ("", 100, "n.c."),
        ("9e39", "1e-999999", "n.c."),
        ("9e39", "1e-39", "n.c."),
    ],
)
def test_variation(valeur, reference, attendu):
    assert formats.variation(valeur, reference) == attendu


@pytest.mark.parametrize(
    ("jour", "attendu"),
    [
        (date(2026, 3, 31), "31 mars 2026"),
        (date(2026, 1, 1), "1er janvier 2026"),
        (date(2026, 8, 21), "21 août 2026"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "1er janvier 2027"),
        (None, ""),
    ],
)
def test_date_fr(jour, attendu):
    assert formats.date_fr(jour) == attendu


@pytest.mark.parametrize(
    ("instant", "attendu"),
    [
        (datetime(2026, 3, 31, 16, 42, tzinfo=UTC), f"31 mars 2026 à 18{NB}h{NB}42"),
        (datetime(2026, 2, 1, 8, 5, tzinfo=UTC), f"1er février 2026 à 9{NB}h{NB}05"),
        (None, ""),
    ],
)
def test_date_heure_fr_est_a_paris_ete_comme_hiver(instant, attendu):
    assert formats.date_heure_fr(instant) == attendu


@pytest.mark.parametrize(
    ("numero", "attendu"),
    [
        ("0479000000", NB.join(["04", "79", "00", "00", "00"])),
        ("04.79.00.00.00", NB.join(["04", "79", "00", "00", "00"])),
        ("+32 2 000 00 00", "+32 2 000 00 00"),
        (None, ""),
    ],
)
def test_telephone(numero, attendu):
    assert formats.telephone(numero) == attendu


def test_les_filtres_sont_disponibles_sans_chargement():
    rendu = Template("{{ m|euros }} {{ n|nombre:1 }} {{ j|date_fr }} {{ r|pourcentage }}").render(
        Context({"m": "1000", "n": "2.25", "j": date(2025, 5, 1), "r": "0.5"})
    )
    assert rendu == f"1{FINE}000,00{NB}€ 2,3 1er mai 2025 +50,0{NB}%"


@pytest.mark.parametrize(
    "en_ordre",
    [
        ["Aix-les-Bains", "Albertville", "Écully", "Évian", "Œuilly", "Ugine", "Zoé"],
        ["cote", "côte", "coté", "côté"],
        ["L’Hermitage", "La Rochelle", "La-Tour", "Laval", "Le Puy"],
        ["Antenne 2", "Antenne 10", "Antenne d’Ugine"],
        ["école", "École", "écologie"],
        ["Saint-Étienne", "Saint Etienne du Bois", "Saint-Eustache"],
    ],
)
def test_ordre_francais(en_ordre):
    melange = list(en_ordre)
    Random(7).shuffle(melange)
    assert sorted(melange, key=cle_de_tri) == en_ordre


def test_ordre_francais_ignore_la_forme_unicode():
    assert cle_de_tri("E\u0301cully")[0] == cle_de_tri("Écully")[0]
    assert cle_de_tri("") < cle_de_tri("a")


@pytest.mark.parametrize(
    ("octets", "attendu"),
    [
        (1, f"1{NB}octet"),
        (1023, f"1023{NB}octets"),
        (1024, f"1{NB}Ko"),
        (1025, f"2{NB}Ko"),
        (10 * 1024 * 1024, f"10{NB}Mo"),
        (10 * 1024 * 1024 + 1, f"10,1{NB}Mo"),
    ],
)
def test_poids_d_un_fichier(octets: int, attendu: str) -> None:
    assert formats.poids(octets) == attendu


def test_citer_se_passe_d_article() -> None:
    assert formats.citer("Les Voisins") == "«\u00a0Les Voisins\u00a0»"
