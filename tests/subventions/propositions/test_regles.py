"""Pure rules of the proposals: periods, years side by side, what a value changes."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from subventions.propositions.regles.effet import Compte, avec
from subventions.propositions.regles.periodes import Periode, Reste, changements, reste
from subventions.regles.bareme import Bareme, ParametreUtilise
from subventions.regles.estimation import BAREME_NON_PUBLIE, ESTIME, Estimation

ANNEES = range(2000, 2016)
periodes = st.builds(
    lambda debut, duree: Periode(debut, None if duree is None else debut + duree),
    st.integers(2002, 2010),
    st.none() | st.integers(0, 4),
)


@pytest.mark.parametrize(
    ("ancienne", "nouvelle", "attendu"),
    [
        ((2024, None), (2026, None), Reste(Periode(2024, 2025))),
        ((2024, None), (2024, None), Reste()),
        ((2024, None), (2025, 2025), Reste(Periode(2024, 2024), Periode(2026))),
        ((2024, 2027), (2023, 2025), Reste(None, Periode(2026, 2027))),
        ((2024, 2027), (2020, None), Reste()),
        ((2024, 2024), (2024, 2024), Reste()),
    ],
)
def test_ce_qui_reste(ancienne, nouvelle, attendu):
    assert reste(Periode(*ancienne), Periode(*nouvelle)) == attendu


def test_rien_en_commun():
    with pytest.raises(ValueError, match="aucun exercice"):
        reste(Periode(2024, 2024), Periode(2025))


@given(periodes, periodes)
def test_chaque_exercice_reste_couvert_une_fois(ancienne, nouvelle):
    assume(ancienne.chevauche(nouvelle))
    laisse = reste(ancienne, nouvelle)
    parts = [nouvelle, *(p for p in (laisse.avant, laisse.apres) if p)]
    for annee in ANNEES:
        combien = sum(p.contient(annee) for p in parts)
        assert combien == (ancienne.contient(annee) or nouvelle.contient(annee))


@given(periodes, periodes)
def test_deux_periodes_se_chevauchent_quand_elles_ont_un_exercice(une, autre):
    communs = any(une.contient(a) and autre.contient(a) for a in range(2000, 2030))
    assert une.chevauche(autre) == autre.chevauche(une) == communs


def test_ce_qui_change_d_une_annee_a_l_autre():
    assert changements([None, "1", "1", "2", None]) == [False, True, False, True, True]


def estime(montant: str | None) -> Estimation:
    if montant is None:
        return Estimation(BAREME_NON_PUBLIE, manquants=("plafond",))
    return Estimation(ESTIME, Decimal(montant))


def test_le_compte():
    compte = Compte()
    for avant, apres in (
        ("100.00", "120.50"),
        ("50.00", "50.00"),
        ("10.00", "9.00"),
        (None, "7.00"),
        (None, None),
    ):
        compte.ajouter(estime(avant), estime(apres))
    assert (compte.examinees, compte.changees, compte.ouvertes) == (5, 2, 1)
    assert (compte.avant, compte.apres) == (Decimal("110.00"), Decimal("129.50"))
    assert compte.montant_ouvert == Decimal("7.00")


def test_la_ligne_de_la_caf_l_emporte_sur_une_valeur_nationale():
    locale = ParametreUtilise("taux", "0.8", portee="Caf de la Savoie")
    nationale = ParametreUtilise("taux", "0.6")
    bareme = Bareme({"taux": locale})
    assert avec(bareme, nationale) is bareme
    assert avec(bareme, ParametreUtilise("taux", "0.9", portee="Caf de la Savoie"))[
        "taux"
    ].nombre == Decimal("0.9")
    assert avec(Bareme({"taux": nationale}), locale)["taux"] == locale
    assert avec(Bareme({"plafond": nationale}), nationale)["taux"] == nationale
