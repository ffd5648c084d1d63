"""« Jusqu’à … € »: the most a CCT may be given, told by no expense."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subventions.referentiels import plan_comptable
from subventions.regles.bareme import Bareme, ParametreUtilise
from subventions.regles.estimation import BAREME_NON_PUBLIE, INVALIDE, Estimation
from subventions.regles.moteur import estimer, plafonner

PARAMETRES = {"taux": "0.50", "plafond_etp": "48000"}


def bareme(**parametres: str) -> Bareme:
    return Bareme({c: ParametreUtilise(c, v) for c, v in parametres.items()})


def au_plus(*postes: tuple[str, int], **parametres: str) -> Estimation:
    donnees = {"postes": [{"etp": etp, "mois": mois} for etp, mois in postes]}
    connus = bareme(**(PARAMETRES | parametres))
    return plafonner("cct", donnees, connus, plan_comptable(), 2025)


def test_le_taux_fois_le_plafond_de_chaque_poste() -> None:
    assert au_plus(("1", 12)).montant == Decimal("24000.00")
    assert au_plus(("1", 8), ("0.50", 12)).montant == Decimal("28000.00")
    assert au_plus(("1", 0)).montant == Decimal("0.00")
    assert au_plus(("1", 12)).est_plafond


def test_sans_prorata_le_temps_ne_compte_pas() -> None:
    sans = {"prorata_plafond": "aucun"}
    assert au_plus(("0.10", 1), ("1", 12), **sans).montant == Decimal("48000.00")
    donnees = {"postes": [{}]}
    seul = plafonner("cct", donnees, bareme(**PARAMETRES, **sans), plan_comptable(), 2025)
    assert seul.montant == Decimal("24000.00")


def test_sans_bareme_il_n_y_a_pas_de_plafond() -> None:
    donnees = {"postes": [{"etp": "1", "mois": 12}]}
    lu = plafonner("cct", donnees, bareme(taux="0.50"), plan_comptable(), 2025)
    assert (lu.statut, lu.montant, lu.manquants) == (BAREME_NON_PUBLIE, None, ("plafond_etp",))
    assert lu.est_plafond


def test_un_temps_absent_ou_illisible_est_refuse() -> None:
    for poste in ({"etp": "1"}, {"mois": 12}, {"etp": "un", "mois": 12}, {"etp": "1", "mois": 13}):
        donnees = {"postes": [poste]}
        lu = plafonner("cct", donnees, bareme(**PARAMETRES), plan_comptable(), 2025)
        assert (lu.statut, lu.montant) == (INVALIDE, None)


@pytest.mark.parametrize("dispositif", ["er", "clas", "diagnostic"])
def test_ailleurs_il_n_y_a_rien_a_plafonner(dispositif: str) -> None:
    with pytest.raises(KeyError):
        plafonner(dispositif, {}, Bareme(), plan_comptable(), 2025)


montants = st.decimals(min_value=0, max_value=200000, places=2).map(str)
temps = st.tuples(
    st.decimals(min_value=0, max_value=2, places=2).map(str), st.integers(0, 12), montants, montants
)


@given(st.lists(temps, min_size=1, max_size=4), st.sampled_from(["etp_mois", "aucun"]))
def test_le_montant_ne_le_depasse_jamais_et_les_depenses_n_y_changent_rien(postes, prorata) -> None:
    connus = bareme(**PARAMETRES, prorata_plafond=prorata)
    complets = [
        {"etp": etp, "mois": mois, "salaire_charge": salaire, "autres_depenses": autres}
        for etp, mois, salaire, autres in postes
    ]
    nus = [{"etp": p["etp"], "mois": p["mois"]} for p in complets]
    plafond = plafonner("cct", {"postes": complets}, connus, plan_comptable(), 2025)
    assert plafond == plafonner("cct", {"postes": nus}, connus, plan_comptable(), 2025)
    exact = estimer("cct", {"postes": complets}, connus, plan_comptable(), 2025)
    assert exact.montant <= plafond.montant
