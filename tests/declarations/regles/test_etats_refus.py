"""Why the table refuses: window, checks, sign-offs, correction, and the words of each side."""

from datetime import date

import pytest

from declarations.regles.etats import ACTES, ActeurDossier, Action, Etat, Situation
from declarations.regles.grille import ACTIVITE, FINANCES, VOLETS

AF, FF, AP, CO, LE, SC = ActeurDossier


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


@pytest.mark.parametrize(
    ("action", "etat"),
    [
        ("saisir", "a_saisir"),
        ("justifier", "a_saisir"),
        ("signer", "a_saisir"),
        ("transmettre", "a_approuver"),
    ],
)
def test_la_fenetre_close_se_dit_a_chacun_dans_ses_mots(action: str, etat: str) -> None:
    """The adviser is not sent to « votre gestionnaire conseil », whom they are."""
    assert ACTES[action].sous_fenetre
    close = Situation(etat, fenetre_ouverte=False, volets_signes=frozenset(VOLETS))
    permis = ACTES.acteurs_de(action, ACTIVITE)
    partenaire = ACTES.refus(action, close, permis, ACTIVITE)
    caf = ACTES.refus(action, close, permis | {CO}, ACTIVITE)

    assert partenaire is not None
    assert "Votre gestionnaire conseil" in partenaire.message
    assert caf is not None
    assert "votre" not in caf.message.lower()
    assert "dérogation" in caf.message


@pytest.mark.parametrize("agent", [frozenset(), frozenset({CO})])
def test_une_fenetre_pas_encore_ouverte_ne_se_dit_pas_close(agent: frozenset[str]) -> None:
    a_venir = Situation("a_saisir", fenetre_ouverte=False, ouvre_le=date(2026, 3, 2))
    permis = ACTES.acteurs_de("saisir", ACTIVITE) | agent
    refus = ACTES.refus("saisir", a_venir, permis, ACTIVITE)
    assert refus is not None
    assert refus.message == (
        "La saisie n’est pas encore ouverte : elle l’est à partir du 2 mars 2026."
    )


def test_sans_objet_est_refuse_quand_une_version_est_validee() -> None:
    vue = Situation("a_corriger", correction=True, version_validee=True)

    assert ACTES.refus("declarer_sans_objet", vue, frozenset({CO})) is not None


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
