"""C08 and C10 – what the barème does not finance."""

import pytest

from declarations.regles.controles.contexte import INFORMATION
from declarations.regles.grille import PREVISIONNELLE, LigneGrille
from subventions.regles.moteur import invalide
from tests.declarations.regles.fabrique import (
    contexte_er,
    contexte_vide,
    de,
    estimation,
    estimer_avec,
)

NB = "\u00a0"
FINE = "\u202f"


@pytest.mark.parametrize(("cout", "fires"), [("79.99", False), ("80.00", False), ("80.01", True)])
def test_c08_hourly_cost_at_and_around_the_ceiling(cout, fires):
    mesures = estimation(cout_horaire=cout, plafond_horaire="80.00")
    assert bool(de("C08", contexte_er(estimation=mesures))) is fires


def test_c08_with_the_engine():
    """105 000 € of prix de revient over 1 500 h: 70 € an hour."""
    bareme = {"taux": "0.60", "plafond_horaire": "60"}
    (constat,) = de("C08", estimer_avec(contexte_er(), bareme))
    assert constat.niveau == INFORMATION
    assert constat.cle == "C08:horaire"
    assert constat.chemins[0] == "comptes.60"
    assert constat.valeur == f"70,00{NB}€"
    assert constat.reference == f"60,00{NB}€"
    assert constat.message == (
        f"Coût d’une heure retenue{NB}: 70,00{NB}€, au-dessus du plafond du barème de "
        f"60,00{NB}€. Ce qui dépasse le plafond n’est pas financé."
    )
    assert de("C08", estimer_avec(contexte_er(), bareme | {"plafond_horaire": "70"})) == []


def test_c08_says_nothing_without_ceiling_or_estimate():
    assert de("C08", contexte_er()) == []
    assert de("C08", contexte_er(estimation=invalide())) == []
    assert de("C08", estimer_avec(contexte_er(), {"taux": "0.60"})) == []
    assert de("C08", contexte_vide()) == []


def test_c08_clas_cost_of_a_collectif():
    clas = contexte_vide(
        "clas",
        lignes=(LigneGrille("c1", "Collège"),),
        estimation=estimation(cout_par_collectif="9000", plafond_collectif="7886.15"),
    )
    assert [c.cle for c in de("C08", clas)] == ["C08:collectif"]


def test_c08_cct_expense_of_a_poste_is_for_the_finances_only():
    postes = (LigneGrille("p1", "Coordination enfance"), LigneGrille("p2", "Coordination jeunesse"))
    donnees = {"postes.p1.salaire_charge": "20000", "postes.p2.salaire_charge": "52000"}
    for poste in postes:
        autres = {"etp": "1", "mois": "12", "autres_depenses": "0"}
        donnees |= {f"postes.{poste.cle}.{code}": valeur for code, valeur in autres.items()}
    cct = contexte_vide("cct", PREVISIONNELLE, lignes=postes, donnees=donnees)
    (constat,) = de("C08", estimer_avec(cct, {"taux": "0.50", "plafond_etp": "48000"}))
    assert constat.cle == "C08:postes.p2"
    assert constat.volet == "finances"
    assert constat.chemins == ("postes.p2.salaire_charge", "postes.p2.autres_depenses")
    assert constat.ecart == f"4{FINE}000,00{NB}€"


BAREME = {"taux": "0.60", "plafond_horaire": "100"}


@pytest.mark.parametrize(("cap", "fires"), [("0.5", False), ("0.49", True), ("1", False)])
def test_c10_organisation_at_and_around_the_cap(cap, fires):
    """500 h of organisation for 1 000 h of opening: exactly half."""
    contexte = estimer_avec(contexte_er(), BAREME | {"cap_organisation": cap})
    assert bool(de("C10", contexte)) is fires


def test_c10_shows_both_hours():
    contexte = estimer_avec(contexte_er(), BAREME | {"cap_organisation": "0.4"})
    (constat,) = de("C10", contexte)
    assert constat.niveau == INFORMATION
    assert constat.volet == "activite"
    assert constat.chemins == ("lieux.l1.heures_organisation", "lieux.l2.heures_organisation")
    assert (constat.valeur, constat.reference) == (f"500{NB}h", f"400{NB}h")
    assert "500\u00a0h déclarées" in constat.message


def test_c10_says_nothing_without_cap_or_estimate():
    assert de("C10", estimer_avec(contexte_er(), BAREME)) == []
    assert de("C10", contexte_er()) == []
    assert de("C10", contexte_vide()) == []
