"""Barèmes missing, refused or read: what the engine does with the parameters."""

from decimal import Decimal

import pytest

from subventions.regles.bareme import lire_bareme
from tests.subventions.outils import BAREMES, calculer, donnees_valides, lieu

OBLIGATOIRES = [
    ("cct", ["taux", "plafond_etp"]),
    ("diagnostic", ["taux", "plafond"]),
    ("clas", ["taux", "plafond_collectif", "bonus_enfants", "bonus_parents"]),
    ("er", ["taux", "plafond_horaire"]),
]


@pytest.mark.parametrize(("dispositif", "codes"), OBLIGATOIRES)
def test_bareme_non_publie(dispositif, codes):
    """One missing parameter is enough; all those missing are named, and no amount is given."""
    for code in codes:
        estimation = calculer(dispositif, donnees_valides(dispositif), **{code: None})
        assert (estimation.statut, estimation.montant) == ("bareme_non_publie", None)
        assert estimation.manquants == (code,)
        assert estimation.etapes == ()
    vide = calculer(dispositif, donnees_valides(dispositif), bareme={})
    assert list(vide.manquants) == codes


def test_sans_bareme_les_mesures_restent_connues():
    mesures = calculer("er", donnees_valides("er"), plafond_horaire=None).mesures
    assert mesures["prix_de_revient"] == Decimal("30000.00")
    assert mesures["cout_horaire"] == Decimal("54.55")
    assert "plafond_horaire" not in mesures


def test_des_donnees_fausses_passent_avant_un_bareme_absent():
    assert calculer("diagnostic", {"depense": "-1"}, bareme={}).statut == "invalide"


@pytest.mark.parametrize(
    ("dispositif", "code", "valeur"),
    [
        ("cct", "taux", "1.01"),
        ("cct", "taux", "-0.1"),
        ("cct", "taux", "NaN"),
        ("cct", "taux", True),
        ("cct", "plafond_etp", "1e3"),
        ("cct", "plafond_etp", "48 000"),
        ("cct", "prorata_plafond", "mois"),
        ("cct", "prorata_plafond", ["aucun"]),
        ("er", "cap_organisation", "-1"),
        ("er", "comptes_exclus", "864;861"),
        ("er", "comptes_exclus", 864),
    ],
)
def test_parametre_refuse(dispositif, code, valeur):
    _, erreurs = lire_bareme(dispositif, {**BAREMES[dispositif], code: valeur})
    assert [e.chemin for e in erreurs] == [f"bareme.{code}"]


@pytest.mark.parametrize("brut", [[], "taux", 0.5, None])
def test_un_bareme_est_un_objet(brut):
    _, erreurs = lire_bareme("cct", brut)
    assert [e.chemin for e in erreurs] == ["bareme"]


def test_comptes_exclus():
    donnees = {
        "charges": {"64": "100", "860": "10", "861": "20", "864": "5"},
        "lieux": [lieu()],
    }

    def revient(**parametres):
        return calculer("er", donnees, **parametres).mesures["prix_de_revient"]

    assert revient() == Decimal("130.00")
    assert revient(comptes_exclus="aucun") == Decimal("135.00")
    assert revient(comptes_exclus="861,864") == Decimal("110.00")
    assert revient(comptes_exclus="86") == Decimal("100.00")
