"""The simulator on figures worked by hand: margins, what is missing, scenarios, months."""

from dataclasses import replace
from decimal import Decimal

import pytest

from portal.saisie.regles.structure import Ligne
from subventions.referentiels import plan_comptable, profils_acomptes
from subventions.regles.estimation import EN_ATTENTE
from subventions.simulateur.regles.entrees import entree_de
from subventions.simulateur.regles.noms import nommer
from subventions.simulateur.regles.reprise import RepriseImpossible, reprendre
from subventions.simulateur.regles.simulation import simuler
from subventions.simulateur.regles.structure import POSTES_MAX, Feuillet, avec_un_scenario
from subventions.simulateur.regles.tresorerie import tresorerie
from tests.subventions.simulateur.simules import ANNEE, BAREMES, bareme, feuillet, simulation


def test_un_collectif_de_plus():
    """Worked by hand: 3 collectifs at their ceiling, 30 000 € for 23 658.45 € admitted."""
    donnees = {
        "charges": {"64": "30000"},
        "collectifs_notifies": "3",
        "collectifs": [
            {"bonus_enfants": True, "bonus_parents": True},
            {"bonus_enfants": True, "bonus_parents": True},
            {"bonus_enfants": False, "bonus_parents": True},
        ],
    }
    resultat = simulation("clas", donnees)
    assert resultat.montant == Decimal("9334.00")
    # 30 000 < 31 544.60: 0.325 × 30 000 = 9 750; in proportion 0.325 × 31 544.60 = 10 252.
    plus = resultat.marges[0]
    assert (plus.egales, plus.proportion) == (Decimal("2061.00"), Decimal("2563.00"))
    assert resultat.marges[1].egales == Decimal("329.00")


def test_un_mois_et_un_dixieme_d_etp():
    """0.8 ETP at 30 000 €: its ceiling is 38 400 €, so that time alone brings nothing."""
    poste = {"salaire_charge": "30000", "autres_depenses": "0", "etp": "0.8", "mois": "11"}
    resultat = simulation("cct", {"postes": [poste]})
    assert resultat.montant == Decimal("15000.00")
    marges = {m.libelle: (m.egales, m.proportion) for m in resultat.marges}
    assert marges["Poste 1 : un dixième d’ETP de plus"] == (Decimal("0.00"), Decimal("1875.00"))
    assert marges["Poste 1 : un mois de plus"] == (Decimal("0.00"), Decimal("1363.64"))
    assert marges["Dépenses en baisse de 10 %"] == (Decimal("-1500.00"), None)


def test_une_heure_de_rencontres():
    """At its ceiling an hour brings 80 € × 0.60 with its half of organisation still capped."""
    lieu = {"heures_rencontres": "700", "heures_entretiens": "200", "heures_organisation": "400"}
    resultat = simulation("er", {"charges": {"64": "200000"}, "lieux": [lieu]})
    assert resultat.montant == Decimal("62400.00")
    assert resultat.marges[0].egales == Decimal("48.00")


def test_rien_ne_tient_lieu_de_ce_qui_manque():
    sien = feuillet("clas")
    sans = simuler(
        "clas",
        entree_de(sien, {"collectifs": "3"}, bareme("clas")),
        bareme("clas"),
        plan_comptable(),
        ANNEE,
    )
    assert sans.estimation.statut == EN_ATTENTE
    assert sans.estimation.manquants == (
        *("collectifs_notifies", "bonus_enfants", "bonus_parents"),
        "charges",
    )
    assert sans.marges == ()


def test_un_poste_vide_n_est_pas_dans_le_scenario_et_un_poste_commence_attend():
    sien = feuillet("cct", Ligne("p1", "Poste 1"), Ligne("p2", "Poste 2"))
    complet = {
        "postes.p1.salaire_charge": "30000",
        "postes.p1.autres_depenses": "0",
        "postes.p1.etp": "1",
        "postes.p1.mois": "12",
    }
    entree = entree_de(sien, complet, bareme("cct"))
    assert [p["libelle"] for p in entree.donnees["postes"]] == ["Poste 1"]
    commence = entree_de(sien, {**complet, "postes.p2.etp": "1"}, bareme("cct"))
    assert commence.manques == (
        "postes.p2.mois",
        "postes.p2.salaire_charge",
        "postes.p2.autres_depenses",
    )
    assert entree_de(sien, {}, bareme("cct")).manques == ("postes",)
    # Without prorata the formula reads no working time: it is not waited for.
    depenses = {c: v for c, v in complet.items() if "etp" not in c and "mois" not in c}
    assert entree_de(sien, depenses, bareme("cct", prorata_plafond="aucun")).est_complete


def test_plus_de_bonus_que_de_collectifs_se_dit_sur_le_champ():
    remplies = {
        "collectifs": "2",
        "collectifs_notifies": "2",
        "bonus_enfants": "3",
        "bonus_parents": "0",
        "compte_64": "1000",
    }
    entree = entree_de(feuillet("clas"), remplies, bareme("clas"))
    assert list(entree.erreurs) == ["bonus_enfants"]
    assert not entree.est_complete


def test_un_scenario_ajoute_part_du_dernier_sauf_son_nom():
    scenarios = (Ligne("a", "Scénario A"),)
    valeurs = {"scenarios.a.nom": "Aujourd’hui", "scenarios.a.collectifs": "3"}
    nouveau, copie = avec_un_scenario(scenarios, valeurs)
    assert nouveau == Ligne("b", "Scénario B")
    assert copie["scenarios.b.collectifs"] == "3"
    assert "scenarios.b.nom" not in copie
    pleins = tuple(Ligne(cle, cle) for cle in "abcd")
    assert avec_un_scenario(pleins, {}) is None


def noms(valeurs, dispositif="clas", cles="ab", postes=()):
    scenarios = tuple(Ligne(cle, f"Scénario {cle.upper()}") for cle in cles)
    feuille = Feuillet(dispositif, 2025, plan_comptable(), scenarios, postes)
    return [ligne.libelle for ligne in nommer(feuille, valeurs).scenarios]


class TestNoms:
    def test_le_nom_donne(self):
        valeurs = {"scenarios.a.nom": "Aujourd’hui", "scenarios.b.collectifs": "4"}
        assert noms(valeurs)[0] == "Aujourd’hui"

    def test_sans_nom_ce_qui_le_distingue(self):
        valeurs = {
            "scenarios.a.collectifs": "3",
            "scenarios.b.collectifs": "3",
            "scenarios.a.compte_64": "30000",
            "scenarios.b.compte_64": "22500.5",
        }
        assert noms(valeurs) == [
            "Scénario A (64 Charges de personnel\u00a0: 30\u202f000,00\u00a0€)",
            "Scénario B (64 Charges de personnel\u00a0: 22\u202f500,50\u00a0€)",
        ]

    def test_d_un_poste(self):
        valeurs = {"scenarios.a.postes.p1.etp": "1", "scenarios.b.postes.p1.etp": "0.5"}
        ecrits = noms(valeurs, "cct", postes=(Ligne("p1", "Poste 1"),))
        assert ecrits[1] == "Scénario B (temps de travail, Poste 1\u00a0: 0,5\u00a0ETP)"

    def test_de_tous_les_autres_d_abord(self):
        valeurs = {f"scenarios.{cle}.collectifs": n for cle, n in zip("abc", "344", strict=True)}
        valeurs |= {f"scenarios.{c}.bonus_enfants": n for c, n in zip("abc", "001", strict=True)}
        ecrits = noms(valeurs, cles="abc")
        assert ecrits[1] == "Scénario B (collectifs réalisés\u00a0: 4)"
        assert ecrits[2] == "Scénario C (collectifs avec bonus enfants\u00a0: 1)"

    def test_rien_ne_le_distingue_ou_le_meme_nom(self):
        assert noms({"scenarios.a.collectifs": "3"}, cles="a") == ["Scénario A"]
        assert noms({}) == ["Scénario A", "Scénario B"]
        memes = {"scenarios.a.nom": "Essai", "scenarios.b.nom": "Essai"}
        assert noms(memes) == ["Essai (A)", "Essai (B)"]


def test_trop_de_postes_ne_se_reprennent_pas():
    postes = [{"libelle": f"P{rang}"} for rang in range(POSTES_MAX + 1)]
    with pytest.raises(RepriseImpossible, match="40 postes au plus"):
        reprendre("cct", {"postes": postes})


def test_les_mois_choisis_et_ceux_proposes():
    profil = profils_acomptes()["deux_fois_35"]
    par_mois = tresorerie(Decimal(1000), profil, {"mois_1": "0", "mois_solde": "20"}).par_mois
    payes = {rang: montant for rang, montant in enumerate(par_mois) if montant}
    assert payes == {0: Decimal("350.00"), 8: Decimal("350.00"), 20: Decimal("300.00")}


def test_le_profil_reel_n2_attend_les_droits_passes():
    profil = profils_acomptes()["reel_n2"]
    versements = tresorerie(Decimal(1000), profil, {}).versements
    assert versements[0].attend == ("reel_n2",)
    assert versements[0].montant is None


def test_chaque_formule_demande_ce_qu_elle_lit():
    """A field renamed in a formula would leave the scenario invalid."""
    for dispositif in BAREMES:
        sien = feuillet(dispositif, Ligne("p1", "Poste 1"))
        sien = replace(sien, postes=sien.postes if sien.a_des_postes else ())
        remplies = {
            place.chemin.removeprefix("scenarios.a."): "1" for place in sien.places.values()
        }
        applicable = bareme(dispositif)
        entree = entree_de(sien, remplies, applicable)
        resultat = simuler(dispositif, entree, applicable, plan_comptable(), ANNEE)
        assert resultat.estimation.est_estimee, dispositif
