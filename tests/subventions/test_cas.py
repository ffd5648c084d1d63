"""The public cases (``tests/cas/estimations.json``) and the worked examples of DOMAINE §4."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.subventions.outils import calculer, collectif, lieu, poste, refaire_tout

CAS = json.loads((Path(__file__).parent.parent / "cas" / "estimations.json").read_text())
BAREME_NATIONAL = {"er": {"taux": "0.60"}}


@pytest.mark.parametrize("cas", CAS, ids=[f"{i}-{c['dispositif']}" for i, c in enumerate(CAS)])
def test_cas_public(cas):
    bareme = cas.get("bareme", BAREME_NATIONAL.get(cas["dispositif"]))
    estimation = calculer(
        cas["dispositif"], cas["donnees"], annee=int(cas["exercice"][:4]), bareme=bareme
    )
    json_rendu = estimation.en_json()
    assert {k: json_rendu[k] for k in ("statut", "montant")} == cas["attendu"]
    if json_rendu["montant"]:
        assert refaire_tout(estimation) == json_rendu["montant"]


@pytest.mark.parametrize(
    ("depense", "etp", "mois", "attendu"),
    [
        ("52000", "1", 12, "24000.00"),
        ("22000", "0.5", 12, "11000.00"),
        ("40000", "1", 8, "16000.00"),
        ("30000", "0.8", 12, "15000.00"),
    ],
)
def test_cct(depense, etp, mois, attendu):
    estimation = calculer("cct", {"postes": [poste(depense, "0", etp, mois)]})
    assert estimation.montant == Decimal(attendu)


def test_cct_additionne_les_postes_et_leurs_deux_depenses():
    postes = [poste("50000", "2000"), poste("20000", "2000", "0.5")]
    estimation = calculer("cct", {"postes": postes})
    assert estimation.montant == Decimal("35000.00")
    assert estimation.mesures["postes.0.depense"] == Decimal("52000.00")
    assert estimation.mesures["postes.0.plafond"] == Decimal("48000.00")
    assert estimation.mesures["postes.1.droit"] == Decimal("11000.00")


def test_cct_en_charente():
    estimation = calculer("cct", {"postes": [poste("40000", "0")]}, taux="0.80")
    assert estimation.montant == Decimal("32000.00")


def test_diagnostic():
    assert calculer("diagnostic", {"depense": "18000"}).montant == Decimal("7500.00")


@pytest.mark.parametrize(
    ("revient", "enfants", "parents", "service", "bonus", "total"),
    [
        ("30000", 2, 3, "7689.00", "1645.00", "9334.00"),
        ("18000", 0, 1, "5850.00", "329.00", "6179.00"),
    ],
)
def test_clas(revient, enfants, parents, service, bonus, total):
    estimation = calculer(
        "clas",
        {
            "charges": {"64": revient, "864": "9999"},
            "collectifs_notifies": 3,
            "collectifs": [collectif(rang < enfants, rang < parents) for rang in range(3)],
        },
    )
    resultats = {e.libelle: e.resultat for e in estimation.etapes}
    assert resultats["Prestation de service"] == Decimal(service)
    assert resultats["Bonus enfants"] + resultats["Bonus parents"] == Decimal(bonus)
    assert estimation.montant == Decimal(total)


@pytest.mark.parametrize(
    ("plafond", "cap", "attendu"),
    [("100", "0.5", "72000.00"), ("80", "0.5", "64800.00"), ("80", None, "67200.00")],
)
def test_er(plafond, cap, attendu):
    donnees = {"charges": {"64": "120000"}, "lieux": [lieu("700", "200", "500")]}
    estimation = calculer("er", donnees, plafond_horaire=plafond, cap_organisation=cap)
    assert estimation.montant == Decimal(attendu)


def test_er_mesures():
    donnees = {"charges": {"64": "120000"}, "lieux": [lieu("700", "200", "500")]}
    mesures = calculer("er", donnees, plafond_horaire="80").mesures
    assert mesures == {
        "prix_de_revient": Decimal("120000.00"),
        "heures_ouverture": Decimal("900.00"),
        "heures_organisation": Decimal("500.00"),
        "heures_organisation_plafond": Decimal("450.00"),
        "heures_organisation_retenues": Decimal("450.00"),
        "heures_retenues": Decimal("1350.00"),
        "cout_horaire": Decimal("88.89"),
        "plafond_horaire": Decimal("80.00"),
    }
