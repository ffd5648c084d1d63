"""Numbers typed by people that are refused: what is quoted of them, and what to write instead."""

import re

import pytest

from portal.socle.nombres import NombreInvalide, lire_nombre


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
    [
        *[("12h30", "12,50"), ("12 h 5", "12,08"), ("7H45 min", "7,75"), ("0h59", "0,98")],
        *[("12:30", "12,50"), ("1234:15:00", "1234,25"), ("1 234 h 30", "1234,50")],
    ],
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
        (0, "12,01", "Écrivez un nombre entier, sans décimales."),
        (0, "12,000", "Écrivez un nombre entier, sans décimales. Si vous vouliez dire 12 000,"),
        (0, "1.250", "Écrivez un nombre entier, sans décimales. Si vous vouliez dire 1 250,"),
        (1, "12,55", "Écrivez une décimale au plus."),
        (3, "0,1234", "Écrivez 3 décimales au plus."),
    ],
)
def test_decimales_en_trop(decimales, texte, message):
    assert refus_de(texte, decimales=decimales).startswith(message)
