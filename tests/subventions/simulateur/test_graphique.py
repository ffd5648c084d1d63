"""Bars and their table: the same figures, to the cent."""

from decimal import Decimal

import pytest

from subventions.referentiels import profils_acomptes
from subventions.simulateur.presentation.graphique import BAS, HAUT, HAUTEUR, graphique
from subventions.simulateur.regles.tresorerie import tresorerie


def versee(montant: str) -> tuple[Decimal, ...]:
    return tresorerie(Decimal(montant), profils_acomptes()["deux_fois_35"], {}).par_mois


def test_sans_rien_a_verser_pas_de_dessin() -> None:
    assert graphique([], 1, 2026) is None
    assert graphique([("Vide", versee("0"))], 1, 2026) is None


def test_une_barre_par_mois_paye_et_la_plus_haute_sous_l_echelle() -> None:
    dessin = graphique([("Un", versee("1000")), ("Deux", versee("2000"))], 9, 2026)
    assert [len(serie.barres) for serie in dessin.series] == [3, 3]
    hauteurs = [Decimal(b.hauteur) for serie in dessin.series for b in serie.barres]
    utile = HAUTEUR - BAS - HAUT
    # 700 € under a scale of 800 €: seven eighths of the height.
    assert max(hauteurs) == pytest.approx(utile * Decimal("0.875"), abs=Decimal("0.1"))
    assert dessin.graduations[-1].texte == "800\u00a0€"
    assert [rangee.mois for rangee in dessin.rangees] == [
        "novembre 2026",
        "mai 2027",
        "février 2028",
    ]
    assert [texte.texte for texte in dessin.mois[:3]] == ["sept. 26", "déc. 26", "mars 27"]
    un, deux = dessin.rangees[-1].cellules
    assert (un[0], un[2]) == ("Un", "1\u202f000,00\u00a0€")
    assert (deux[0], deux[2]) == ("Deux", "2\u202f000,00\u00a0€")
