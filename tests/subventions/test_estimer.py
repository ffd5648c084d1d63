"""``manage.py estimer``: the public format, the refusals, the exit status."""

from pathlib import Path

import pytest

from tests.subventions.outils import (
    chemins,
    demande_cct,
    demande_diagnostic,
    donnees_valides,
    refaire,
)

RACINE = Path(__file__).parent.parent.parent
CAS = RACINE / "tests" / "cas" / "estimations.json"

pytestmark = pytest.mark.usefixtures("baremes")


def test_les_cas_publics(demander):
    statut, reponses = demander(CAS.read_text())
    assert statut == 0
    for reponse in reponses:
        assert {k: reponse[k] for k in ("statut", "montant")} == reponse["attendu"]
        for etape in reponse["etapes"]:
            assert {"libelle", "formule", "entrees", "parametre", "resultat"} <= set(etape)
            assert refaire(etape) == etape["resultat"]
        if reponse["etapes"]:
            assert reponse["etapes"][-1]["resultat"] == reponse["montant"]


def test_un_objet_rend_un_objet_avec_ce_qu_il_portait(demander):
    demande = demande_cct(reference="A-12", attendu={"montant": "24000.00"})
    statut, reponse = demander(demande)
    assert statut == 0
    assert {cle: reponse[cle] for cle in demande} == demande
    assert list(reponse)[len(demande) :] == ["statut", "montant", "etapes"]


def test_ce_qui_est_rendu_se_redemande(demander):
    _, premiere = demander([demande_cct(), demande_diagnostic(exercice="x")])
    _, seconde = demander(premiere)
    assert seconde == premiere


def test_le_parametre_d_une_etape_dit_sa_source_et_sa_validite(demander):
    _, reponse = demander(demande_cct(caf="16"))
    taux = next(e["parametre"] for e in reponse["etapes"] if e["libelle"].startswith("Droit"))
    assert taux["code"] == "taux"
    assert (taux["valeur"], taux["portee"], taux["marque"], taux["debut"]) == (
        "0.80",
        "Caf de la Charente",
        "S/H",
        2024,
    )
    assert taux["source"]


@pytest.mark.parametrize("caf", ["16", 16])
def test_la_charente(demander, caf):
    assert demander(demande_cct(caf=caf))[1]["montant"] == "32000.00"


@pytest.mark.parametrize("caf", ["73", "59", "2A", "2a", 1, "01", "974", None])
def test_une_autre_caf_lit_les_lignes_nationales(demander, caf):
    assert demander(demande_cct(caf=caf))[1]["montant"] == "20000.00"


@pytest.mark.parametrize("caf", ["99", "20", "", "Savoie", "016", 0, -16, True, 16.0, ["16"], {}])
def test_caf_inconnue(demander, caf):
    statut, reponse = demander(demande_cct(caf=caf))
    assert statut == 2
    assert chemins(reponse) == ["caf"]


def test_le_bareme_fourni_remplace_tout(demander):
    _, reponse = demander(demande_cct(caf="16", bareme={"taux": "0.10", "plafond_etp": "50000"}))
    assert reponse["montant"] == "4000.00"
    _, reponse = demander(demande_cct(bareme={"taux": "0.10"}))
    assert (reponse["statut"], reponse["manquants"]) == ("bareme_non_publie", ["plafond_etp"])
    _, reponse = demander(demande_cct(bareme={}))
    assert reponse["manquants"] == ["taux", "plafond_etp"]
    assert reponse["montant"] is None
    assert reponse["etapes"] == []


def test_un_parametre_fourni_est_verifie(demander):
    statut, reponse = demander(demande_cct(bareme={"taux": "-1", "plafond_etp": True}))
    assert statut == 2
    assert chemins(reponse) == ["bareme.taux", "bareme.plafond_etp"]
    assert chemins(demander(demande_cct(bareme=[]))[1]) == ["bareme"]


def test_avant_le_premier_exercice(demander):
    statut, reponse = demander(demande_cct(exercice="2023"))
    assert (statut, reponse["statut"]) == (0, "bareme_non_publie")
    assert reponse["manquants"] == ["taux", "plafond_etp"]


@pytest.mark.parametrize(
    ("dispositif", "exercice"),
    [
        ("clas", "2025"),
        ("clas", "2024-2026"),
        ("clas", "2024/2025"),
        ("clas", 2024),
        ("cct", "2024-2025"),
        ("cct", "25"),
        ("er", "2025 "),
        ("er", "٢٠٢٥"),
        ("er", "3025"),
        ("er", True),
        ("er", None),
        ("er", 2025.0),
        ("er", ["2025"]),
    ],
)
def test_exercice_refuse(demander, dispositif, exercice):
    demande = {
        "dispositif": dispositif,
        "exercice": exercice,
        "donnees": donnees_valides(dispositif),
    }
    statut, reponse = demander(demande)
    assert statut == 2
    assert chemins(reponse) == ["exercice"]


@pytest.mark.parametrize("exercice", ["2025", 2025])
def test_exercice_accepte(demander, exercice):
    assert demander(demande_diagnostic(exercice=exercice))[1]["montant"] == "7500.00"


@pytest.mark.parametrize("dispositif", ["psu", "", None, 1, ["cct"], "CCT"])
def test_dispositif_refuse(demander, dispositif):
    assert chemins(demander(demande_diagnostic(dispositif=dispositif))[1]) == ["dispositif"]


@pytest.mark.parametrize("demande", [{}, 12, None, "cct", []])
def test_une_demande_vide_ou_qui_n_est_pas_un_objet(demander, demande):
    statut, (reponse,) = demander([demande])
    assert statut == 2
    assert reponse["statut"] == "invalide"


@pytest.mark.parametrize("donnees", [None, [], "x"])
def test_donnees_absentes(demander, donnees):
    assert chemins(demander(demande_diagnostic(donnees=donnees))[1]) == ["donnees"]
