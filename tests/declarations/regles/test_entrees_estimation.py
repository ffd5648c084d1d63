"""From a declaration to the engine."""

from decimal import Decimal

import pytest

from declarations.grilles import grille_pour
from declarations.regles.entrees_estimation import donnees_estimation
from declarations.regles.grille import REELLE, LigneGrille
from subventions.regles.estimation import ESTIME, INVALIDE
from tests.declarations.regles.fabrique import (
    CHAMBERY,
    LIEUX,
    UGINE,
    contexte_er,
    contexte_vide,
    donnees_er,
    estimer_avec,
)

ER = grille_pour("er", 2025)
BAREME_ER = {"taux": "0.60", "plafond_horaire": "100", "cap_organisation": "0.5"}


def test_er():
    assert donnees_estimation(ER, LIEUX, donnees_er()) == {
        "charges": {"60": "20000.00", "64": "80000.00", "861": "5000.00"},
        "lieux": [
            {
                "libelle": lieu.libelle,
                "heures_rencontres": "400",
                "heures_entretiens": "100",
                "heures_organisation": "250",
            }
            for lieu in LIEUX
        ],
    }


@pytest.mark.parametrize("nature", ["previsionnelle", "actualisee", REELLE])
def test_er_is_estimated_by_the_engine(nature):
    estimation = estimer_avec(contexte_er(nature), BAREME_ER).estimation
    assert estimation.statut == ESTIME
    assert estimation.montant == Decimal("63000.00")


@pytest.mark.parametrize("dispositif", ["er", "cct", "clas"])
def test_what_is_empty_is_left_out(dispositif):
    """Nothing stands for what nobody gave: neither a zero nor a « non »."""
    grille = grille_pour(dispositif, 2025)
    blancs = {f"{grille.repetition.code}.l1.{c}": " " for c in ("etp", "heures_rencontres")}
    ailleurs = {"comptes.741": "10", "autre": "1", "comptes.64": ""}
    for donnees in ({}, blancs | ailleurs):
        entree = donnees_estimation(grille, LIEUX, donnees)
        assert entree.get("charges", {}) == {}
        assert entree[grille.repetition.code] == [{"libelle": lieu.libelle} for lieu in LIEUX]


def test_what_is_empty_is_refused_by_the_engine():
    """The engine is a second wall: even asked, it gives no amount on incomplete rows."""
    for chemin in ("lieux.l2.heures_entretiens", "lieux.l1.heures_rencontres"):
        estimation = estimer_avec(contexte_er(sans=(chemin,)), BAREME_ER).estimation
        assert (estimation.statut, estimation.montant) == (INVALIDE, None)


def test_unreadable_figures_make_the_estimate_invalid():
    for valeur in ("abc", "-3", "1e9", ["12"]):
        contexte = contexte_er(donnees={"lieux.l2.heures_rencontres": valeur})
        estimation = estimer_avec(contexte, BAREME_ER).estimation
        assert estimation.statut == INVALIDE
        (erreur,) = estimation.erreurs
        assert erreur.chemin == "lieux.1.heures_rencontres"


def test_accounts_follow_the_chart_of_the_exercice():
    donnees = {"comptes.64": "1.00", "comptes.741": "5", "comptes.860": "2.00", "comptes.12": "3"}
    assert donnees_estimation(ER, (), donnees)["charges"] == {"64": "1.00", "860": "2.00"}


def test_cct():
    postes = (LigneGrille("p1", "Coordination"), LigneGrille("p2", "Pilotage"))
    donnees = {
        "postes.p1.etp": "1",
        "postes.p1.mois": "8",
        "postes.p1.salaire_charge": "40000.00",
        "postes.p1.autres_depenses": "0",
        "postes.p2.mois": "6",
    }
    cct = contexte_vide("cct", lignes=postes, donnees=donnees)
    entree = donnees_estimation(cct.grille, postes, donnees)
    assert entree["postes"][0] == {
        "libelle": "Coordination",
        "etp": "1",
        "mois": "8",
        "salaire_charge": "40000.00",
        "autres_depenses": "0",
    }
    assert entree["postes"][1] == {"libelle": "Pilotage", "mois": "6"}
    seul = contexte_vide("cct", lignes=postes[:1], donnees=donnees)
    estimation = estimer_avec(seul, {"taux": "0.50", "plafond_etp": "48000"}).estimation
    assert estimation.montant == Decimal("16000.00")


BAREME_CLAS = {
    "taux": "0.325",
    "plafond_collectif": "7886.15",
    "bonus_enfants": "329",
    "bonus_parents": "329",
}


def clas(**donnees):
    lignes = tuple(LigneGrille(f"c{n}", f"Collectif {n}") for n in range(1, 4))
    bonus = {
        "collectifs.c1.bonus_enfants": "oui",
        "collectifs.c2.bonus_enfants": "oui",
        "collectifs.c3.bonus_enfants": "non",
        **{f"collectifs.c{n}.bonus_parents": "oui" for n in (1, 2, 3)},
    }
    comptes = {"comptes.64": "30000.00", "comptes.864": "5000.00"}
    return contexte_vide("clas", lignes=lignes, donnees=bonus | comptes | donnees)


def test_clas():
    estimation = estimer_avec(clas(collectifs_notifies="3"), BAREME_CLAS).estimation
    assert estimation.montant == Decimal("9334.00")


def test_clas_without_notification_says_so():
    estimation = estimer_avec(clas(), BAREME_CLAS).estimation
    assert estimation.statut == INVALIDE
    assert [e.chemin for e in estimation.erreurs] == ["collectifs_notifies"]


def test_the_rows_given_are_the_rows_counted():
    assert len(donnees_estimation(ER, (CHAMBERY,), donnees_er())["lieux"]) == 1
    assert len(donnees_estimation(ER, (UGINE, CHAMBERY), donnees_er())["lieux"]) == 2
