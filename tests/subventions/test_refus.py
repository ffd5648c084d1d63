"""What the engine refuses, one by one, with where and why; and what it accepts."""

from decimal import Decimal

import pytest

from subventions.referentiels import plan_comptable
from subventions.regles.bareme import Bareme
from subventions.regles.moteur import estimer
from tests.subventions.outils import calculer, collectif, donnees_valides, lieu, poste


def refus(dispositif, donnees, annee=2025):
    estimation = calculer(dispositif, donnees, annee=annee)
    assert estimation.statut == "invalide"
    assert estimation.montant is None
    assert estimation.etapes == ()
    return {e.chemin: e.message for e in estimation.erreurs}


@pytest.mark.parametrize(
    ("valeur", "extrait"),
    [
        (None, "obligatoire"),
        ("", "obligatoire"),
        ("-1", "négative"),
        (-1, "négative"),
        (-0.5, "négative"),
        ("NaN", "fini"),
        ("sNaN", "fini"),
        ("nan", "fini"),
        (float("nan"), "fini"),
        ("Infinity", "fini"),
        ("-inf", "fini"),
        (float("inf"), "fini"),
        (Decimal("NaN"), "fini"),
        (Decimal("-Infinity"), "fini"),
        ("1e3", "exposant"),
        ("1E+3", "exposant"),
        ("2.5e-1", "exposant"),
        (1e300, "exposant"),
        (True, "Un nombre est attendu."),
        (False, "Un nombre est attendu."),
        ([], "Un nombre est attendu."),
        ({}, "Un nombre est attendu."),
        ("douze", "Un nombre est attendu"),
        ("e", "Un nombre est attendu"),
        ("12,5", "un point"),
        ("1 234", "sans espace"),
        (" 12", "sans espace"),
        ("12\n", "sans espace"),
        ("+12", "Un nombre est attendu"),
        (".5", "Un nombre est attendu"),
        ("5.", "Un nombre est attendu"),
        ("1_000", "Un nombre est attendu"),
        ("0x10", "Un nombre est attendu"),
        ("١٢", "Un nombre est attendu"),
        ("１２", "Un nombre est attendu"),
        ("1000000000000", "trop long"),
        (10**400, "trop long"),
        ("0." + "1" * 21, "trop long"),
    ],
)
def test_montant_refuse(valeur, extrait):
    messages = refus("diagnostic", {"depense": valeur})
    assert list(messages) == ["depense"]
    assert extrait in messages["depense"]


@pytest.mark.parametrize(
    "valeur",
    [
        18000,
        "18000",
        "18000.00",
        18000.0,
        Decimal("18000"),
        Decimal("1.8E+4"),
        "0018000",
        "18000.000",
    ],
)
def test_ecriture_acceptee(valeur):
    assert calculer("diagnostic", {"depense": valeur}).montant == Decimal("7500.00")


@pytest.mark.parametrize("valeur", ["-0", -0.0, 0, "0.00"])
def test_zero(valeur):
    estimation = calculer("diagnostic", {"depense": valeur})
    assert estimation.montant == Decimal("0.00")
    assert "-" not in str(estimation.montant)


@pytest.mark.parametrize(
    ("mois", "extrait"),
    [
        ("8.5", "entier"),
        (7.5, "entier"),
        (13, "de 0 à 12"),
        ("12.01", "entier"),
        (-1, "négative"),
        (True, "nombre"),
        (None, "obligatoire"),
    ],
)
def test_mois_refuses(mois, extrait):
    messages = refus("cct", {"postes": [poste(mois=mois)]})
    assert list(messages) == ["postes.0.mois"]
    assert extrait in messages["postes.0.mois"]


@pytest.mark.parametrize("mois", [0, 12, "8", "8.0", 8.0])
def test_mois_acceptes(mois):
    assert calculer("cct", {"postes": [poste(mois=mois)]}).est_estimee


@pytest.mark.parametrize("cle", ["etp", "mois", "salaire_charge", "autres_depenses"])
def test_chaque_champ_d_un_poste_est_obligatoire(cle):
    incomplet = {k: v for k, v in poste().items() if k != cle}
    assert refus("cct", {"postes": [poste(), incomplet]}) == {
        f"postes.1.{cle}": "Une valeur est obligatoire."
    }


def test_sans_prorata_etp_et_mois_ne_sont_pas_demandes_mais_restent_verifies():
    seul = {"salaire_charge": "60000", "autres_depenses": "0"}
    estimation = calculer("cct", {"postes": [seul]}, prorata_plafond="aucun")
    assert estimation.montant == Decimal("24000.00")
    faux = calculer("cct", {"postes": [{**seul, "mois": 13}]}, prorata_plafond="aucun")
    assert [e.chemin for e in faux.erreurs] == ["postes.0.mois"]


@pytest.mark.parametrize("cle", ["heures_rencontres", "heures_entretiens", "heures_organisation"])
def test_chaque_heure_d_un_lieu_est_obligatoire(cle):
    incomplet = {k: v for k, v in lieu().items() if k != cle}
    messages = refus("er", {"charges": {}, "lieux": [incomplet]})
    assert list(messages) == [f"lieux.0.{cle}"]


@pytest.mark.parametrize("cle", ["bonus_enfants", "bonus_parents"])
@pytest.mark.parametrize("valeur", [None, "oui", "true", 1, 0, "1"])
def test_un_bonus_est_vrai_ou_faux(cle, valeur):
    donnees = {
        "charges": {},
        "collectifs_notifies": 1,
        "collectifs": [{**collectif(), cle: valeur}],
    }
    assert list(refus("clas", donnees)) == [f"collectifs.0.{cle}"]


@pytest.mark.parametrize(
    ("dispositif", "cle"),
    [
        ("cct", "postes"),
        ("diagnostic", "depense"),
        ("clas", "charges"),
        ("clas", "collectifs"),
        ("clas", "collectifs_notifies"),
        ("er", "charges"),
        ("er", "lieux"),
    ],
)
def test_chaque_cle_de_la_formule_est_obligatoire(dispositif, cle):
    donnees = {k: v for k, v in donnees_valides(dispositif).items() if k != cle}
    assert refus(dispositif, donnees) == {cle: "Une valeur est obligatoire."}


@pytest.mark.parametrize("dispositif", ["cct", "diagnostic", "clas", "er"])
def test_les_autres_cles_sont_ignorees(dispositif):
    donnees = {**donnees_valides(dispositif), "commentaire": "libre", "autre": -1}
    assert calculer(dispositif, donnees) == calculer(dispositif, donnees_valides(dispositif))


@pytest.mark.parametrize(
    ("dispositif", "cle", "valeur"),
    [
        ("cct", "postes", {}),
        ("cct", "postes", "1"),
        ("clas", "collectifs", 3),
        ("er", "lieux", {"0": {}}),
        ("er", "charges", [["64", "1"]]),
        ("er", "charges", "64"),
    ],
)
def test_une_forme_inattendue_est_refusee(dispositif, cle, valeur):
    assert list(refus(dispositif, {**donnees_valides(dispositif), cle: valeur})) == [cle]


def test_une_ligne_qui_n_est_pas_un_objet():
    assert refus("cct", {"postes": [poste(), 12]}) == {"postes.1": "Un objet est attendu."}


def test_des_listes_vides_donnent_zero():
    assert calculer("cct", {"postes": []}).montant == 0
    assert calculer("er", {"charges": {}, "lieux": []}).montant == 0


@pytest.mark.parametrize(
    ("compte", "extrait"),
    [
        ("86", "860, 861, 862, 864"),
        ("641", "n’existe pas"),
        ("99", "n’existe pas"),
        ("", "n’existe pas"),
        ("64 ", "n’existe pas"),
        ("74", "produits"),
        ("79", "produits"),
    ],
)
def test_compte_refuse(compte, extrait):
    messages = refus("er", {"charges": {"64": "1", compte: "10"}, "lieux": []})
    assert list(messages) == [f"charges.{compte}"]
    assert extrait in messages[f"charges.{compte}"]


def test_un_total_a_cote_de_sa_sous_ligne():
    messages = refus("er", {"charges": {"86": "10", "861": "10"}, "lieux": []})
    assert list(messages) == ["charges.86"]


def test_un_montant_de_compte_refuse():
    assert list(refus("er", {"charges": {"64": "-1", "60": None}, "lieux": []})) == [
        "charges.60",
        "charges.64",
    ]


def test_toutes_les_erreurs_sont_dites_ensemble():
    messages = refus("cct", {"postes": [poste(salaire="x", mois=13), poste(etp="NaN")]})
    assert list(messages) == ["postes.0.salaire_charge", "postes.0.mois", "postes.1.etp"]


def test_dispositif_inconnu():
    estimation = estimer("psu", {}, Bareme(), plan_comptable(), 2025)
    assert [e.chemin for e in estimation.erreurs] == ["dispositif"]


@pytest.mark.parametrize("donnees", [None, [], "x", 3])
def test_donnees_qui_ne_sont_pas_un_objet(donnees):
    estimation = estimer("er", donnees, Bareme(), plan_comptable(), 2025)
    assert estimation.statut == "invalide"
