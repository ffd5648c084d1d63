"""The transition table against what the domain says: every state × action × person."""

from itertools import product

import pytest

from declarations.regles.etats import ACTES, ActeurDossier, Action, Etat, Situation
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


@pytest.mark.parametrize("action", ["saisir", "signer", "transmettre", "justifier"])
def test_la_fenetre_regit_le_premier_envoi_et_lui_seul(action: str) -> None:
    etat = "a_approuver" if action == "transmettre" else "en_saisie"
    signes = frozenset(VOLETS) if action == "transmettre" else frozenset()
    acteurs = frozenset({AF, AP})
    volet = None if action == "transmettre" else ACTIVITE
    close = Situation(etat, fenetre_ouverte=False, volets_signes=signes)
    correction = Situation(etat, fenetre_ouverte=False, correction=True, volets_signes=signes)

    refus = ACTES.refus(action, close, acteurs, volet)

    assert refus is not None
    assert "close" in refus.message
    assert ACTES.refus(action, correction, acteurs, volet) is None


@pytest.mark.parametrize(
    ("obstacles", "signes", "refuse"),
    [
        ({}, frozenset(), False),
        ({ACTIVITE: 1}, frozenset(), True),
        ({FINANCES: 3}, frozenset(), False),
        ({"": 1}, frozenset(), False),
        ({"": 1}, frozenset({FINANCES}), True),
        ({FINANCES: 1}, frozenset({FINANCES}), True),
    ],
)
def test_la_signature_attend_les_controles_du_volet(
    obstacles: dict[str, int], signes: frozenset[str], refuse: bool
) -> None:
    vue = Situation("en_saisie", obstacles=obstacles, volets_signes=signes)

    assert (ACTES.refus("signer", vue, frozenset({AF}), ACTIVITE) is not None) is refuse


@pytest.mark.parametrize(
    ("obstacles", "a_renvoyer"),
    [
        ({ACTIVITE: 1}, "renvoyez les données d’activité pour"),
        ({FINANCES: 1, "": 1}, "renvoyez les données financières pour"),
        ({FINANCES: 1, ACTIVITE: 2}, "les données d’activité et les données financières pour"),
        ({"": 1}, "renvoyez le volet concerné pour"),
    ],
)
def test_aucune_transmission_avec_un_obstacle(obstacles: dict[str, int], a_renvoyer: str) -> None:
    vue = Situation("a_approuver", obstacles=obstacles, volets_signes=frozenset(VOLETS))

    refus = ACTES.refus("transmettre", vue, frozenset({AP}))

    assert refus is not None
    assert a_renvoyer in refus.message


def test_aucune_transmission_sans_les_deux_signatures() -> None:
    vue = Situation("a_approuver", volets_signes=frozenset({ACTIVITE}))

    refus = ACTES.refus("transmettre", vue, frozenset({AP}))

    assert refus is not None
    assert "deux volets" in refus.message


def test_une_correction_limitee_ferme_l_autre_volet() -> None:
    vue = Situation("a_corriger", correction=True, volets_ouverts=frozenset({FINANCES}))

    assert ACTES.refus("saisir", vue, frozenset({AF}), ACTIVITE) is not None
    assert ACTES.refus("saisir", vue, frozenset({FF}), FINANCES) is None


@pytest.mark.parametrize("action", ["saisir", "justifier", "signer", "transmettre"])
def test_la_fenetre_close_se_dit_a_chacun_dans_ses_mots(action: str) -> None:
    """The adviser is not sent to « votre gestionnaire conseil », whom they are."""
    assert ACTES[action].sous_fenetre
    etat = min(ATTENDU[action][0] - {"a_corriger"})
    close = Situation(etat, fenetre_ouverte=False, volets_signes=frozenset(VOLETS))
    permis = ACTES.acteurs_de(action, ACTIVITE)
    partenaire = ACTES.refus(action, close, permis, ACTIVITE)
    caf = ACTES.refus(action, close, permis | {CO}, ACTIVITE)

    assert partenaire is not None
    assert "Votre gestionnaire conseil" in partenaire.message
    assert caf is not None
    assert "votre" not in caf.message.lower()
    assert "dérogation" in caf.message


def test_sans_objet_est_refuse_quand_une_version_est_validee() -> None:
    vue = Situation("a_corriger", correction=True, version_validee=True)

    assert ACTES.refus("declarer_sans_objet", vue, frozenset({CO})) is not None


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


def test_chaque_cote_lit_ses_mots_quand_l_etat_refuse() -> None:
    """The adviser never reads the partner's words: « Non commencée », not « À saisir »."""
    conseiller = frozenset({ActeurDossier.CONSEILLER})
    refus = ACTES.refus(Action.PRENDRE_EN_CHARGE, Situation(Etat.A_SAISIR), conseiller)
    assert refus is not None
    assert "« Non commencée »" in refus.message
    fournisseur = frozenset({ActeurDossier.FOURNISSEUR_ACTIVITE})
    refus = ACTES.refus(Action.SIGNER, Situation(Etat.TRANSMISE), fournisseur, ACTIVITE)
    assert refus is not None
    assert "« Transmise à la Caf »" in refus.message
