"""Figures for the simulator: computed as one of its scenarios, and by the engine alone."""

from hypothesis import strategies as st

from portal.saisie.regles.formes import recevoir
from portal.saisie.regles.structure import Ligne
from subventions.referentiels import plan_comptable
from subventions.regles.bareme import lire_bareme
from subventions.regles.moteur import estimer
from subventions.simulateur.regles.entrees import entree_de
from subventions.simulateur.regles.reprise import reprendre
from subventions.simulateur.regles.simulation import simuler
from subventions.simulateur.regles.structure import Feuillet

ANNEE = 2025
BAREMES = {
    "cct": {"taux": "0.50", "plafond_etp": "48000"},
    "diagnostic": {"taux": "0.50", "plafond": "15000"},
    "clas": {
        "taux": "0.325",
        "plafond_collectif": "7886.15",
        "bonus_enfants": "329",
        "bonus_parents": "329",
    },
    "er": {"taux": "0.60", "plafond_horaire": "80", "cap_organisation": "0.5"},
}
montants = st.decimals(0, 10**6, places=2).map(str)
heures = st.decimals(0, 10**4, places=2).map(str)
comptes = ["60", "61", "64", "65", "860", "864"]
charges = st.dictionaries(st.sampled_from(comptes), montants, min_size=1, max_size=4)
demandes = st.one_of(
    st.tuples(
        st.just("cct"),
        st.fixed_dictionaries(
            {
                "postes": st.lists(
                    st.fixed_dictionaries(
                        {
                            "salaire_charge": montants,
                            "autres_depenses": montants,
                            "etp": st.decimals(0, 3, places=2).map(str),
                            "mois": st.integers(0, 12).map(str),
                        }
                    ),
                    min_size=1,
                    max_size=4,
                )
            }
        ),
    ),
    st.tuples(st.just("diagnostic"), st.fixed_dictionaries({"depense": montants})),
    st.tuples(
        st.just("clas"),
        st.fixed_dictionaries(
            {
                "charges": charges,
                "collectifs_notifies": st.integers(0, 9).map(str),
                "collectifs": st.lists(
                    st.fixed_dictionaries(
                        {"bonus_enfants": st.booleans(), "bonus_parents": st.booleans()}
                    ),
                    max_size=6,
                ),
            }
        ),
    ),
    st.tuples(
        st.just("er"),
        st.fixed_dictionaries(
            {
                "charges": charges,
                "lieux": st.lists(
                    st.fixed_dictionaries(
                        {
                            "heures_rencontres": heures,
                            "heures_entretiens": heures,
                            "heures_organisation": heures,
                        }
                    ),
                    min_size=1,
                    max_size=4,
                ),
            }
        ),
    ),
)


def bareme(dispositif, **autres):
    return lire_bareme(dispositif, {**BAREMES[dispositif], **autres})[0]


def feuillet(dispositif, *postes):
    scenarios = (Ligne("a", "Scénario A"),)
    return Feuillet(dispositif, ANNEE, plan_comptable(), scenarios, postes)


def montant(dispositif, donnees):
    return estimer(dispositif, donnees, bareme(dispositif), plan_comptable(), ANNEE).montant


def simulation(dispositif, donnees):
    """Take data up as a scenario, through the form, and compute it."""
    reprise = reprendre(dispositif, donnees)
    sien = feuillet(dispositif, *reprise.postes)
    recues = recevoir(sien.places.values(), reprise.valeurs)
    assert not recues.erreurs
    assert not recues.inconnus
    applicable = bareme(dispositif)
    entree = entree_de(sien, sien.de(sien.scenarios[0], recues.valeurs), applicable)
    return simuler(dispositif, entree, applicable, plan_comptable(), ANNEE)
