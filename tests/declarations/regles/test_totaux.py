"""Totals and variations."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declarations.grilles import grille_pour
from declarations.regles.grille import PREVISIONNELLE, REELLE, LigneGrille
from declarations.regles.total import variation_de_totaux
from declarations.regles.totaux import calculer_totaux, texte_variation, variation
from tests.declarations.regles.fabrique import LIEUX, donnees_er

NB = "\u00a0"


def totaux_er(**donnees):
    return calculer_totaux(grille_pour("er", 2025), PREVISIONNELLE, LIEUX, donnees_er() | donnees)


def test_totals_of_an_er():
    totaux = totaux_er()
    assert [(t.code, t.valeur, t.unite) for t in totaux.activite] == [
        ("heures_rencontres", 800, "h"),
        ("heures_entretiens", 200, "h"),
        ("heures_organisation", 500, "h"),
    ]
    assert totaux.charges.valeur == 100_000
    assert totaux.produits.valeur == 100_000
    assert totaux.resultat.valeur == 0
    assert totaux.contributions_charges.valeur == 5_000
    assert totaux.contributions_produits.valeur == 5_000


def test_a_total_knows_its_label_its_writing_and_its_fields():
    entretiens = totaux_er().de_code("heures_entretiens")
    assert entretiens.libelle == "Heures d’entretiens"
    assert entretiens.texte == f"200{NB}h"
    assert entretiens.chemins == ("lieux.l1.heures_entretiens", "lieux.l2.heures_entretiens")
    assert entretiens.volet == "activite"
    charges = totaux_er().charges
    assert charges.texte == f"100\u202f000,00{NB}€"
    assert charges.chemins[:2] == ("comptes.60", "comptes.61")
    assert charges.volet == "finances"


def test_each_classe_has_its_total():
    classes = {t.code: t for t in totaux_er(**{"comptes.742": "0.10"}).classes}
    assert classes["comptes_74"].valeur == Decimal("40000.10")
    assert classes["comptes_74"].libelle.startswith("74 ")
    assert classes["comptes_70"].valeur == 60_000
    assert classes["comptes_86"].valeur == 5_000
    assert classes["comptes_61"].valeur is None
    assert classes["comptes_61"].texte == ""


def test_cents_are_exact():
    trois = totaux_er(**{"comptes.60": "0.10", "comptes.61": "0.20", "comptes.64": "0"})
    assert trois.charges.valeur == Decimal("0.30")
    assert trois.resultat.valeur == Decimal("99999.70")


def test_the_result_may_be_a_deficit_and_counts_an_empty_side_as_zero():
    donnees = {"comptes.60": "150.50"}
    totaux = calculer_totaux(grille_pour("er", 2025), REELLE, LIEUX, donnees)
    assert totaux.resultat.valeur == Decimal("-150.50")
    assert totaux.resultat.texte == f"−150,50{NB}€"
    assert totaux.produits.valeur is None
    assert totaux.produits.montant == 0


def test_nothing_filled():
    totaux = calculer_totaux(grille_pour("er", 2025), PREVISIONNELLE, LIEUX, {})
    assert all(t.valeur is None and t.texte == "" and not t.complet for t in totaux)
    assert all(t.lisible for t in totaux)


def test_what_is_missing_or_unreadable_is_told():
    partiel = totaux_er(**{"lieux.l1.heures_entretiens": ""}).de_code("heures_entretiens")
    assert (partiel.valeur, partiel.complet, partiel.lisible) == (100, False, True)
    illisible = totaux_er(**{"comptes.60": "abc"}).charges
    assert (illisible.valeur, illisible.complet, illisible.lisible) == (80_000, False, False)


def test_accounts_out_of_the_chart_of_the_exercice_do_not_count():
    donnees = {"comptes.79": "10", "comptes.74": "1000", "comptes.999": "5", "comptes.75": "1"}
    assert calculer_totaux(grille_pour("er", 2024), REELLE, (), donnees).produits.valeur == 11
    assert calculer_totaux(grille_pour("er", 2025), REELLE, (), donnees).produits.valeur == 1


def test_rows_taken_away_do_not_count():
    grille = grille_pour("er", 2025)
    totaux = calculer_totaux(grille, PREVISIONNELLE, LIEUX[:1], donnees_er())
    assert totaux.activite[0].valeur == 400


def test_cct_counts_posts_in_full_years():
    postes = (LigneGrille("p1", "A"), LigneGrille("p2", "B"))
    donnees = {"postes.p1.etp": "1", "postes.p1.mois": "8", "postes.p2.etp": "0.50"}
    grille = grille_pour("cct", 2025)
    (etp,) = calculer_totaux(grille, PREVISIONNELLE, postes, donnees).activite
    assert (etp.complet, etp.texte) == (False, f"0,67{NB}ETP")
    (etp,) = calculer_totaux(
        grille, PREVISIONNELLE, postes, donnees | {"postes.p2.mois": "12"}
    ).activite
    assert (etp.code, etp.complet, etp.texte) == ("etp_annuels", True, f"1,17{NB}ETP")


def test_clas_counts_collectifs_and_children():
    lignes = (LigneGrille("c1", "A"), LigneGrille("c2", "B"))
    donnees = {"collectifs.c1.enfants": "8", "collectifs.c2.enfants": "12"}
    grille = grille_pour("clas", 2024)
    collectifs, enfants = calculer_totaux(grille, REELLE, lignes, donnees).activite
    assert (collectifs.libelle, collectifs.texte) == ("Collectifs", "2")
    assert (enfants.valeur, enfants.texte) == (20, "20")


@pytest.mark.parametrize(
    ("valeur", "reference", "attendu"),
    [("110", "100", "10"), ("90", "100", "10"), ("0", "50", "100"), ("100", "100", "0"),
     ("-5", "-10", "50"), ("1", "0", None), (None, "5", None), ("5", None, None)],
)  # fmt: skip
def test_variation(valeur, reference, attendu):
    a, b, c = (None if v is None else Decimal(v) for v in (valeur, reference, attendu))
    assert variation(a, b) == c


@given(st.integers(1, 10**14), st.integers(1, 1000))
def test_exactly_the_threshold_is_exactly_the_threshold(centimes, seuil):
    """b moved by s % is seen as s %, with endless quotients too; a cent more is above."""
    b = Decimal(centimes * 1000) / 12
    a = Decimal(centimes * (1000 + 10 * seuil)) / 12
    # Twelfths are computed with far more digits by the totals; here the floor is 28 digits.
    assert abs(variation(a, b) - seuil) < Decimal("1e-20")
    exact = Decimal(centimes) / 100
    plus = exact * (100 + seuil) / 100
    assert variation(plus, exact) == seuil
    assert variation(plus + Decimal("0.01"), exact) > seuil


def test_variation_as_written():
    assert texte_variation(Decimal(112), Decimal(100)) == f"+12,0{NB}%"
    assert texte_variation(Decimal(112), Decimal(0)) == "n.c."
    assert texte_variation(Decimal(112), None) == "n.c."


def test_a_variation_waits_for_every_figure_of_every_row():
    """Two antennes left empty out of three are no fall."""
    avant = totaux_er().activite[0]
    chemin = avant.chemins[-1]
    incomplet = totaux_er(**{chemin: ""}).activite[0]

    assert variation_de_totaux(avant, avant) == f"0,0{NB}%"
    assert variation_de_totaux(incomplet, avant) == "n.c."
    assert variation_de_totaux(avant, incomplet) == "n.c."
    assert variation_de_totaux(avant, None) == "n.c."
