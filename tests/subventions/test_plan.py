"""The chart of accounts: what DOMAINE §3.3 lists, and nothing else."""

import pytest

from subventions.referentiels import lire_plan, plan_comptable


def numeros(comptes):
    return [c.numero for c in comptes]


def test_charges():
    assert numeros(plan_comptable().feuilles("charge")) == [
        *("60", "61", "62", "63", "64", "65", "66", "67", "68", "69"),
        *("860", "861", "862", "864"),
    ]


def test_produits_jusqu_en_2024():
    assert numeros(plan_comptable().valides(2024).feuilles("produit")) == [
        *("70", "70623", "73"),
        *("741", "742", "743", "744", "745", "746", "747", "748"),
        *("75", "76", "77", "78", "79", "870", "871", "875"),
    ]


def test_la_classe_79_disparait_en_2025():
    assert plan_comptable().valides(2024).compte("79") is not None
    assert plan_comptable().valides(2025).compte("79") is None
    assert "79" not in [classe for classe, *_ in plan_comptable().valides(2025).classes("produit")]


def test_un_total_n_est_pas_une_feuille():
    plan = plan_comptable()
    assert [c.numero for c in plan if not c.feuille] == ["86", "74", "87"]
    assert numeros(plan.sous_lignes("86")) == ["860", "861", "862", "864"]
    assert plan.sous_lignes("64") == ()
    assert plan.sous_lignes("999") == ()


def test_la_classe_70_est_une_ligne_a_cote_de_70623():
    classe, titre, lignes = plan_comptable().classes("produit")[0]
    assert (classe, titre) == ("70", "Ventes et prestations")
    assert [(c.numero, c.libelle) for c in lignes] == [
        ("70", "Ventes et prestations (hors 70623)"),
        ("70623", "Prestation de service Caf"),
    ]


def test_contributions_volontaires():
    contributions = [c for c in plan_comptable().feuilles() if c.est_contribution_volontaire]
    assert {c.classe for c in contributions} == {"86", "87"}


def test_marques():
    marques = {c.numero: c.marque for c in plan_comptable()}
    assert marques["79"] == "P"
    assert {n for n, m in marques.items() if m == "H"} == {"70623", "745", "746", "747", "748"}


def test_un_numero_en_double_est_refuse():
    classe = {"numero": "60", "libelle": "Achats", "sens": "charge", "marque": "S"}
    with pytest.raises(ValueError, match="deux fois"):
        lire_plan({"classes": [classe, classe]})


def test_un_sens_inconnu_est_refuse():
    classe = {"numero": "60", "libelle": "Achats", "sens": "actif", "marque": "S"}
    with pytest.raises(ValueError, match="sens inconnu"):
        lire_plan({"classes": [classe]})
