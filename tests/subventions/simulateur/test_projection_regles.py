"""A portfolio under other values: the engine's amounts, summed and never counted again."""

import tracemalloc
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from subventions.referentiels import plan_comptable
from subventions.simulateur.regles.projection import (
    Cumul,
    Ligne,
    essayer,
    par_dispositif,
    projeter,
    total,
)
from tests.subventions.simulateur.simules import ANNEE, bareme, demandes, montant

DOSSIERS = 50_000
HAUSSES = {
    "cct": {"plafond_etp": "52000"},
    "diagnostic": {"plafond": "18000"},
    "clas": {"plafond_collectif": "9000"},
    "er": {"plafond_horaire": "95"},
}


def projete(dispositif, donnees, essais):
    essaye = essayer(bareme(dispositif), dispositif, essais)
    return projeter(dispositif, donnees, essaye, plan_comptable(), ANNEE)


@given(demandes)
def test_sans_essai_rien_ne_bouge(demande):
    assert projete(*demande, {}) == montant(*demande)


@given(demandes)
def test_un_plafond_plus_haut_ne_retire_rien_a_personne(demande):
    assert projete(*demande, HAUSSES[demande[0]]) >= montant(*demande)


@given(demandes)
def test_un_taux_de_zero_ne_laisse_que_les_bonus(demande):
    dispositif, donnees = demande
    apres = projete(dispositif, donnees, {"taux": "0.00"})
    bonus = donnees.get("collectifs", ()) if dispositif == "clas" else ()
    assert apres <= len(bonus) * 2 * Decimal(329)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["cct", "er"]),
            st.sampled_from("abc"),
            st.none() | st.decimals(0, 10**6, places=2),
            st.none() | st.decimals(0, 10**6, places=2),
        )
    )
)
def test_l_ensemble_est_la_somme_des_lignes(dossiers):
    cumul = Cumul()
    for dossier in dossiers:
        cumul.ajouter(*dossier)
    somme = total(cumul.lignes.values())
    assert somme.dossiers == len(dossiers)
    assert somme.avant == sum(avant or 0 for _, _, avant, _ in dossiers)
    assert somme.apres == sum(apres or 0 for _, _, _, apres in dossiers)
    assert somme.ouverts == sum(a is None and b is not None for _, _, a, b in dossiers)
    assert total(par_dispositif(cumul.rangees())) == somme
    for ligne in par_dispositif(cumul.rangees()):
        assert ligne.dossiers == sum(code == ligne.dispositif for code, *_ in dossiers)
    relues = [Ligne.depuis_json(ligne.en_json()) for ligne in cumul.lignes.values()]
    assert relues == list(cumul.lignes.values())


def test_la_memoire_est_celle_des_territoires_pas_des_dossiers():
    donnees = {"depense": "12000.00"}
    essaye = essayer(bareme("diagnostic"), "diagnostic", {"taux": "0.60"})
    cumul = Cumul()
    projeter("diagnostic", donnees, essaye, plan_comptable(), ANNEE)
    tracemalloc.start()
    try:
        for rang in range(DOSSIERS):
            apres = projeter("diagnostic", donnees, essaye, plan_comptable(), ANNEE)
            cumul.ajouter("diagnostic", f"Portefeuille {rang % 40}", Decimal("6000.00"), apres)
        _, pic = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert total(cumul.lignes.values()).apres == DOSSIERS * Decimal("7200.00")
    assert pic < 1_000_000
