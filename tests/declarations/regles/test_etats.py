"""The transition table against what the domain says: every state × action × person."""

from itertools import product

import pytest

from declarations.regles.etats import ACTES, ActeurDossier, Etat, Situation
from declarations.regles.grille import ACTIVITE, FINANCES, VOLETS
from portal.socle.refus import MOMENT, ROLE

AF, FF, AP, CO, LE, SC = ActeurDossier

# Written by hand from DOMAINE §3.1, apart from the table under test: in which states an action is
# accepted, and from whom, for the activité volet where it has one.
ATTENDU = {
    "saisir": ({"a_saisir", "en_saisie", "a_corriger"}, {AF, SC}),
    "justifier": ({"a_saisir", "en_saisie", "a_corriger"}, {AF, SC}),
    "signer": ({"a_saisir", "en_saisie", "a_corriger"}, {AF, SC}),
    "retirer_signature": ({"en_saisie", "a_approuver", "a_corriger"}, {AF, SC}),
    "renvoyer": ({"a_approuver"}, {AP}),
    "transmettre": ({"a_approuver"}, {AP}),
    "prendre_en_charge": ({"transmise"}, {CO}),
    "demander_correction": ({"en_instruction"}, {CO}),
    "valider": ({"en_instruction"}, {CO}),
    "rectifier": ({"validee"}, {CO}),
    "elargir_correction": ({"a_corriger", "a_approuver"}, {CO}),
    "retirer_correction": ({"a_corriger"}, {CO}),
    "declarer_sans_objet": (
        {"a_saisir", "en_saisie", "a_approuver", "transmise", "en_instruction", "a_corriger"},
        {CO},
    ),
    "retablir": ({"sans_objet"}, {CO}),
    "accorder_derogation": ({"a_saisir", "en_saisie", "a_approuver"}, {CO}),
    "retirer_derogation": ({"a_saisir", "en_saisie", "a_approuver"}, {CO}),
    "assister": ({"a_saisir", "en_saisie", "a_corriger"}, {CO}),
    "cesser_assister": ({"a_saisir", "en_saisie", "a_approuver", "a_corriger"}, {CO}),
}


def situation(etat: str, action: str) -> Situation:
    """A situation in which nothing but state and person can refuse the action."""
    signes = {
        "retirer_signature": frozenset({ACTIVITE}),
        "transmettre": frozenset(VOLETS),
        "renvoyer": frozenset(VOLETS),
    }
    return Situation(
        etat,
        volets_signes=signes.get(action, frozenset()),
        correction=action == "elargir_correction",
        etat_precedent="en_saisie",
        assistee=action == "cesser_assister",
        derogation_en_cours=lambda: True,
    )


def test_la_table_couvre_toutes_les_actions() -> None:
    assert set(ATTENDU) == {t.action for t in ACTES}


@pytest.mark.parametrize(
    ("etat", "action", "acteur"),
    list(product(sorted(Etat), sorted(ATTENDU), ActeurDossier)),
)
def test_chaque_etat_chaque_action_chaque_personne(etat: str, action: str, acteur: str) -> None:
    departs, acteurs = ATTENDU[action]
    volet = ACTIVITE if ACTES[action].par_partie else None

    refus = ACTES.refus(action, situation(etat, action), frozenset({acteur}), volet)

    if acteur not in acteurs:
        assert refus is not None
        assert refus.nature == ROLE
    elif etat not in departs:
        assert refus is not None
        assert refus.nature == MOMENT
    else:
        assert refus is None


@pytest.mark.parametrize("action", ["saisir", "signer", "retirer_signature", "justifier"])
def test_un_volet_revient_a_son_fournisseur(action: str) -> None:
    refus = ACTES.refus(action, situation("en_saisie", action), frozenset({AF}), FINANCES)

    assert refus is not None
    assert refus.nature == ROLE


@pytest.mark.parametrize(
    ("action", "vue", "volet", "attendu"),
    [
        ("saisir", Situation("a_saisir"), ACTIVITE, "en_saisie"),
        ("saisir", Situation("a_corriger", correction=True), ACTIVITE, "a_corriger"),
        ("signer", Situation("en_saisie"), ACTIVITE, "en_saisie"),
        (
            "signer",
            Situation("en_saisie", volets_signes=frozenset({FINANCES})),
            ACTIVITE,
            "a_approuver",
        ),
        (
            "signer",
            Situation("a_corriger", correction=True, volets_signes=frozenset({FINANCES})),
            ACTIVITE,
            "a_approuver",
        ),
        ("renvoyer", Situation("a_approuver", correction=True), FINANCES, "a_corriger"),
        ("renvoyer", Situation("a_approuver"), FINANCES, "en_saisie"),
        ("retablir", Situation("sans_objet", etat_precedent="transmise"), None, "transmise"),
        ("accorder_derogation", Situation("a_saisir"), None, "a_saisir"),
        ("retirer_correction", Situation("a_corriger", correction=True), None, "en_instruction"),
        (
            "retirer_correction",
            Situation("a_corriger", correction=True, rectificative=True),
            None,
            "validee",
        ),
    ],
)
def test_l_etat_atteint(action: str, vue: Situation, volet: str | None, attendu: str) -> None:
    assert ACTES.arrivee(action, vue, volet) == attendu


@pytest.mark.parametrize("etat", sorted(Etat))
def test_chaque_etat_dit_a_qui_de_jouer(etat: str) -> None:
    qui = ACTES.acteurs_attendus(Situation(etat))

    attendu = {
        "a_saisir": (AF, FF),
        "en_saisie": (AF, FF),
        "a_corriger": (AF, FF),
        "a_approuver": (AP,),
        "transmise": (CO,),
        "en_instruction": (CO,),
        "validee": (),
        "sans_objet": (),
    }
    assert qui == attendu[etat]


def test_rien_n_est_attendu_de_qui_a_signe() -> None:
    vue = Situation("en_saisie", volets_signes=frozenset({ACTIVITE}))

    assert ACTES.taches(vue, frozenset({AF})) == ()
    assert [t.partie for t in ACTES.taches(vue, frozenset({FF}))] == [FINANCES]


def test_les_boutons_viennent_de_la_table_le_principal_d_abord() -> None:
    boutons = ACTES.actions_possibles(Situation("en_instruction"), frozenset({CO}))

    assert [b.action for b in boutons] == ["valider", "demander_correction", "declarer_sans_objet"]
