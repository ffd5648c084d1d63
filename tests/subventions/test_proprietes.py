"""What always holds, whatever the figures."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from subventions.regles.estimation import ESTIME, Estimation
from tests.subventions.outils import calculer, refaire_tout

montants = st.decimals(0, 10**7, places=2).map(str)
libres = st.decimals(0, 10**5, places=5).map(str)
heures = st.decimals(0, 10**5, places=2).map(str)
etps = st.decimals(0, 20, places=3).map(str)
taux = st.decimals(0, 1, places=4).map(str)
postes = st.lists(
    st.fixed_dictionaries(
        {
            "salaire_charge": montants,
            "autres_depenses": libres,
            "etp": etps,
            "mois": st.integers(0, 12),
        }
    ),
    max_size=4,
)
comptes = ["60", "61", "62", "63", "64", "65", "66", "67", "68", "69", "860", "861", "862", "864"]
charges = st.dictionaries(st.sampled_from(comptes), montants, max_size=6)
lieux = st.lists(
    st.fixed_dictionaries(
        {"heures_rencontres": heures, "heures_entretiens": heures, "heures_organisation": heures}
    ),
    max_size=4,
)
collectifs = st.lists(
    st.fixed_dictionaries({"bonus_enfants": st.booleans(), "bonus_parents": st.booleans()}),
    max_size=6,
)
bareme_er = st.fixed_dictionaries(
    {"taux": taux, "plafond_horaire": libres}, optional={"cap_organisation": taux}
)
bareme_cct = st.fixed_dictionaries(
    {"taux": taux, "plafond_etp": montants},
    optional={"prorata_plafond": st.sampled_from(["etp_mois", "aucun"])},
)
bareme_clas = st.fixed_dictionaries(
    {"taux": taux, "plafond_collectif": montants, "bonus_enfants": libres, "bonus_parents": libres}
)
demandes = st.one_of(
    st.tuples(st.just("cct"), st.fixed_dictionaries({"postes": postes}), bareme_cct),
    st.tuples(
        st.just("diagnostic"),
        st.fixed_dictionaries({"depense": libres}),
        st.fixed_dictionaries({"taux": taux, "plafond": montants}),
    ),
    st.tuples(
        st.just("clas"),
        st.fixed_dictionaries(
            {
                "charges": charges,
                "collectifs_notifies": st.integers(0, 9),
                "collectifs": collectifs,
            }
        ),
        bareme_clas,
    ),
    st.tuples(
        st.just("er"), st.fixed_dictionaries({"charges": charges, "lieux": lieux}), bareme_er
    ),
)


def resultat(estimation, libelle):
    return next(e.resultat for e in estimation.etapes if e.libelle == libelle)


@settings(max_examples=200, deadline=None)
@given(demandes)
def test_les_etapes_refaites_a_la_main_donnent_le_montant(demande):
    dispositif, donnees, bareme = demande
    estimation = calculer(dispositif, donnees, bareme=bareme)
    assert estimation.statut == ESTIME
    assert refaire_tout(estimation) == str(estimation.montant)


@settings(max_examples=100, deadline=None)
@given(demandes)
def test_chaque_resultat_repris_a_ete_imprime(demande):
    """A figure that an « a + b », « × » or « minimum » step starts from is either typed, or a
    parameter, or the result of a step before: nothing comes from nowhere."""
    dispositif, donnees, bareme = demande
    etapes = calculer(dispositif, donnees, bareme=bareme).etapes
    imprimes = set()
    calcules = ("dépense", "dépense retenue", "plafond", "assiette", "heures retenues")
    for etape in etapes:
        for nom, valeur in etape.entrees:
            if nom in calcules and dispositif != "diagnostic" and etape.parametre is None:
                assert Decimal(valeur) in imprimes
        imprimes.add(etape.resultat)


@settings(max_examples=100, deadline=None)
@given(demandes)
def test_jamais_negatif_et_toujours_au_cent(demande):
    dispositif, donnees, bareme = demande
    montant = calculer(dispositif, donnees, bareme=bareme).montant
    assert montant >= 0
    assert montant == montant.quantize(Decimal("0.01"))


@settings(max_examples=100, deadline=None)
@given(demandes)
def test_le_json_se_relit_a_l_identique(demande):
    dispositif, donnees, bareme = demande
    estimation = calculer(dispositif, donnees, bareme=bareme)
    assert Estimation.depuis_json(estimation.en_json()) == estimation


@settings(max_examples=100, deadline=None)
@given(postes, bareme_cct)
def test_cct_jamais_au_dessus_du_plafond(lignes, bareme):
    estimation = calculer("cct", {"postes": lignes}, bareme=bareme)
    for rang in range(len(lignes)):
        assert (
            estimation.mesures[f"postes.{rang}.droit"]
            <= estimation.mesures[f"postes.{rang}.plafond"]
        )
        assert (
            estimation.mesures[f"postes.{rang}.droit"]
            <= estimation.mesures[f"postes.{rang}.depense"]
        )


@settings(max_examples=100, deadline=None)
@given(charges, lieux, bareme_er)
def test_er_jamais_au_dessus_du_plafond(depenses, lignes, bareme):
    estimation = calculer("er", {"charges": depenses, "lieux": lignes}, bareme=bareme)
    assert estimation.montant <= resultat(estimation, "Plafond")
    assert estimation.montant <= resultat(estimation, "Prix de revient")


@settings(max_examples=100, deadline=None)
@given(charges, st.integers(0, 9), collectifs, bareme_clas)
def test_clas_jamais_au_dessus_du_plafond(depenses, notifies, groupes, bareme):
    donnees = {"charges": depenses, "collectifs_notifies": notifies, "collectifs": groupes}
    estimation = calculer("clas", donnees, bareme=bareme)
    assert resultat(estimation, "Prestation de service") <= resultat(estimation, "Plafond")
    for public in ("enfants", "parents"):
        retenus = resultat(estimation, f"Collectifs avec bonus {public}")
        assert retenus <= min(notifies, len(groupes))


@settings(max_examples=100, deadline=None)
@given(demandes, montants)
def test_croissant_avec_la_depense(demande, en_plus):
    dispositif, donnees, bareme = demande
    avant = calculer(dispositif, donnees, bareme=bareme).montant
    plus = Decimal(en_plus)
    if dispositif == "cct":
        lignes = [
            {**p, "salaire_charge": str(Decimal(p["salaire_charge"]) + plus)}
            for p in donnees["postes"]
        ]
        apres = {"postes": lignes}
    elif dispositif == "diagnostic":
        apres = {"depense": str(Decimal(donnees["depense"]) + plus)}
    else:
        soixante = Decimal(donnees["charges"].get("60", 0)) + plus
        apres = {**donnees, "charges": {**donnees["charges"], "60": str(soixante)}}
    assert calculer(dispositif, apres, bareme=bareme).montant >= avant


@settings(max_examples=100, deadline=None)
@given(
    charges,
    lieux.filter(bool),
    bareme_er,
    heures,
    st.sampled_from(["heures_rencontres", "heures_entretiens", "heures_organisation"]),
)
def test_croissant_avec_les_heures(depenses, lignes, bareme, en_plus, champ):
    avant = calculer("er", {"charges": depenses, "lieux": lignes}, bareme=bareme).montant
    premiere = {**lignes[0], champ: str(Decimal(lignes[0][champ]) + Decimal(en_plus))}
    apres = {"charges": depenses, "lieux": [premiere, *lignes[1:]]}
    assert calculer("er", apres, bareme=bareme).montant >= avant


@settings(max_examples=50, deadline=None)
@given(postes.filter(bool), bareme_cct, st.integers(0, 12), etps)
def test_croissant_avec_les_mois_et_l_etp(lignes, bareme, mois, etp):
    premiere = lignes[0]
    plus = {
        **premiere,
        "mois": max(mois, premiere["mois"]),
        "etp": str(max(Decimal(etp), Decimal(premiere["etp"]))),
    }
    avant = calculer("cct", {"postes": lignes}, bareme=bareme).montant
    assert calculer("cct", {"postes": [plus, *lignes[1:]]}, bareme=bareme).montant >= avant
