"""Which figures a formula needs, which are missing – and no amount before they are all there."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from declarations.grilles import grille_pour
from declarations.regles.entrees_estimation import donnees_estimation
from declarations.regles.grille import Grille, LigneGrille
from declarations.regles.manques import (
    COMPTES,
    LIGNES,
    NOTIFICATION,
    REPONSES,
    attend_seulement_la_caf,
    chemins_du_calcul,
    codes_manquants,
    manques,
)
from subventions.regles.bareme import Bareme, ParametreUtilise
from subventions.regles.estimation import EN_ATTENTE, ESTIME
from subventions.regles.moteur import estimer

ROWS = tuple(LigneGrille(f"l{n}", f"Ligne {n}") for n in range(1, 4))
DISPOSITIFS = ("er", "clas", "cct")
VALEURS = {
    "er": dict.fromkeys(("heures_rencontres", "heures_entretiens", "heures_organisation"), "10"),
    "clas": dict.fromkeys(("bonus_enfants", "bonus_parents"), "non"),
    "cct": {"etp": "1", "mois": "12", "salaire_charge": "10", "autres_depenses": "0"},
}
PARAMETRES = {
    "er": {"taux": "0.6", "plafond_horaire": "100"},
    "clas": {
        "taux": "0.325",
        "plafond_collectif": "7886.15",
        "bonus_enfants": "329",
        "bonus_parents": "329",
    },
    "cct": {"taux": "0.5", "plafond_etp": "48000"},
}


def bareme(dispositif: str, **parametres: str) -> Bareme:
    tous = PARAMETRES[dispositif] | parametres
    return Bareme({c: ParametreUtilise(c, v) for c, v in tous.items()}).pour(dispositif)


def completes(grille: Grille, lignes: tuple[LigneGrille, ...] = ROWS) -> dict[str, str]:
    """All that the formula needs, nothing else."""
    donnees = {
        f"{grille.repetition.prefixe(ligne)}{code}": valeur
        for ligne in lignes
        for code, valeur in VALEURS[grille.dispositif].items()
    }
    if grille.dispositif != "cct":
        donnees["comptes.64"] = "1000.00"
    if grille.dispositif == "clas":
        donnees["collectifs_notifies"] = "3"
    return donnees


def chercher(grille: Grille, donnees: Mapping[str, object], lignes=ROWS, **parametres: str):
    return manques(grille, lignes, donnees, bareme(grille.dispositif, **parametres))


@pytest.mark.parametrize("dispositif", DISPOSITIFS)
def test_rien_ne_manque_quand_tout_est_donne(dispositif: str) -> None:
    grille = grille_pour(dispositif, 2025)
    assert chercher(grille, completes(grille)) == ()


@pytest.mark.parametrize("dispositif", DISPOSITIFS)
@pytest.mark.parametrize("vide", ["", " ", None])
def test_chaque_donnee_de_la_formule_manque_quand_elle_est_vide(
    dispositif: str, vide: str | None
) -> None:
    grille = grille_pour(dispositif, 2025)
    tout = completes(grille)
    for chemin in tout:
        trouves = chercher(grille, tout | {chemin: vide})
        assert len(trouves) == 1, chemin
        assert chemin in trouves[0].chemins


def test_les_donnees_sont_rangees_par_ligne_et_par_volet() -> None:
    grille = grille_pour("cct", 2025)
    donnees = {
        c: v
        for c, v in completes(grille).items()
        if c not in ("postes.l2.mois", "postes.l2.salaire_charge", "postes.l2.etp")
    }
    assert [(m.genre, m.volet, m.ligne, m.chemins) for m in chercher(grille, donnees)] == [
        (REPONSES, "activite", ROWS[1], ("postes.l2.etp", "postes.l2.mois")),
        (REPONSES, "finances", ROWS[1], ("postes.l2.salaire_charge",)),
    ]


def test_les_charges_se_disent_une_fois_et_d_abord() -> None:
    grille = grille_pour("clas", 2025)
    trouves = chercher(grille, {})
    assert [m.genre for m in trouves] == [COMPTES, *[REPONSES] * 3, NOTIFICATION]
    assert trouves[0].chemins[0] == "comptes.60"
    assert codes_manquants(trouves[:1] + trouves[-1:]) == ("charges", "collectifs_notifies")


@pytest.mark.parametrize("compte", ["comptes.864", "comptes.861", "comptes.741"])
def test_un_compte_qui_n_est_pas_une_charge_attendue_ne_suffit_pas(compte: str) -> None:
    """Nor the voluntary work, which the prix de revient excludes, nor 86 alone (C01), nor 74."""
    grille = grille_pour("er", 2025)
    donnees = {c: v for c, v in completes(grille).items() if c != "comptes.64"}
    assert [m.genre for m in chercher(grille, donnees | {compte: "50.00"})] == [COMPTES]


def test_les_comptes_exclus_par_le_bareme_ne_suffisent_pas() -> None:
    grille = grille_pour("er", 2025)
    assert [m.genre for m in chercher(grille, completes(grille), comptes_exclus="64")] == [COMPTES]
    avec = completes(grille) | {"comptes.60": "0"}
    assert chercher(grille, avec, comptes_exclus="64") == ()


def test_sans_prorata_le_temps_n_est_pas_attendu() -> None:
    grille = grille_pour("cct", 2025)
    depenses = {c: v for c, v in completes(grille).items() if not c.endswith((".etp", ".mois"))}
    assert len(chercher(grille, depenses)) == len(ROWS)
    assert chercher(grille, depenses, prorata_plafond="aucun") == ()


@pytest.mark.parametrize("dispositif", DISPOSITIFS)
def test_sans_ligne_il_manque_une_ligne(dispositif: str) -> None:
    grille = grille_pour(dispositif, 2025)
    assert [m.genre for m in chercher(grille, completes(grille), ())] == [LIGNES]


def test_seule_la_notification_n_est_pas_l_affaire_du_partenaire() -> None:
    grille = grille_pour("clas", 2025)
    tout = completes(grille)
    sans = {c: v for c, v in tout.items() if c != "collectifs_notifies"}
    assert attend_seulement_la_caf(chercher(grille, sans))
    assert not attend_seulement_la_caf(chercher(grille, tout))
    assert not attend_seulement_la_caf(chercher(grille, {}))


@pytest.mark.parametrize("dispositif", DISPOSITIFS)
def test_un_montant_se_lit_de_tous_les_champs_du_calcul(dispositif: str) -> None:
    grille = grille_pour(dispositif, 2025)
    saisis = {c for c in completes(grille) if c != "collectifs_notifies"}
    assert saisis <= set(chemins_du_calcul(grille, ROWS))


@pytest.mark.parametrize("dispositif", DISPOSITIFS)
@given(donnees=st.data())
def test_jamais_de_montant_tant_qu_il_manque_une_donnee(dispositif: str, donnees) -> None:
    """In any order of typing: it waits until the last figure, and never waits again."""
    grille = grille_pour(dispositif, 2025)
    tout = completes(grille)
    ordre = donnees.draw(st.permutations(sorted(tout)))
    # Figures of no use to the formula, typed before, change nothing.
    saisie: dict[str, str] = {"comptes.741": "5", "comptes.864": "9"}
    statuts = []
    for chemin in ordre:
        saisie[chemin] = tout[chemin]
        if chercher(grille, saisie):
            statuts.append(EN_ATTENTE)
        else:
            entrees = donnees_estimation(grille, ROWS, saisie)
            resultat = estimer(dispositif, entrees, bareme(dispositif), grille.plan, 2025)
            statuts.append(resultat.statut)
    assert statuts == [EN_ATTENTE] * (len(ordre) - 1) + [ESTIME]


@given(
    saisie=st.dictionaries(st.sampled_from(["60", "61", "64", "861", "864", "741"]), st.just("10")),
    ajout=st.sampled_from(["60", "62", "64", "862", "864", "70"]),
    heures=st.sets(st.sampled_from(sorted(completes(grille_pour("er", 2025))))),
)
def test_completer_ne_fait_jamais_attendre(saisie, ajout, heures) -> None:
    """One more figure never adds to what is missing."""
    grille = grille_pour("er", 2025)
    tout = completes(grille)
    avant = {f"comptes.{n}": v for n, v in saisie.items()} | {c: tout[c] for c in heures}
    apres = avant | {f"comptes.{ajout}": "3"}
    assert set(codes_manquants(chercher(grille, apres))) <= set(
        codes_manquants(chercher(grille, avant))
    )
