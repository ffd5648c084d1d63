"""Whom each act tells: every act is in the table, or said here to concern nobody at once."""

import string

import pytest

from declarations.regles.etats import ActeurDossier, Action, Etat
from declarations.regles.etats.nouvelles import (
    NOUVELLES,
    Nouvelle,
    concerne,
    encore_vraie,
    nouvelles_de,
)
from declarations.regles.etats.transitions import TRANSITIONS
from declarations.regles.grille import ACTIVITE, FINANCES

# Typing, justifying and withdrawing one's own sign-off are nobody else's news, and a taking in
# charge changes nothing for the partner.
SANS_NOUVELLE = {
    Action.SAISIR,
    Action.JUSTIFIER,
    Action.RETIRER_SIGNATURE,
    Action.PRENDRE_EN_CHARGE,
}
DONNES = {"caf", "partenaire", "qui", "volet", "pour_le", "expire_le"}
DATEES = {
    Action.DEMANDER_CORRECTION: "{pour_le}",
    Action.RECTIFIER: "{pour_le}",
    Action.ACCORDER_DEROGATION: "{expire_le}",
    Action.RETIRER_DEROGATION: "{expire_le}",
}


def test_chaque_acte_est_annonce_ou_ne_concerne_personne() -> None:
    assert {n.action for n in NOUVELLES} == set(Action) - SANS_NOUVELLE


@pytest.mark.parametrize("nouvelle", NOUVELLES, ids=lambda n: n.titre)
def test_les_mots_se_lisent_dans_un_objet_et_ne_demandent_que_ce_qui_est_donne(
    nouvelle: Nouvelle,
) -> None:
    champs = {champ for _, champ, _, _ in string.Formatter().parse(nouvelle.phrase) if champ}
    assert champs <= DONNES
    assert len(nouvelle.titre) <= 60
    assert "\n" not in nouvelle.titre
    assert DATEES.get(nouvelle.action, "") in nouvelle.phrase


@pytest.mark.parametrize("nouvelle", NOUVELLES, ids=lambda n: n.titre)
def test_vraie_dans_l_etat_ou_l_acte_mene(nouvelle: Nouvelle) -> None:
    """Else its e-mail would be withdrawn as soon as written."""
    transition = next(t for t in TRANSITIONS if t.action == nouvelle.action)
    menes = set(transition.arrivees or transition.departs)
    dits = nouvelle.arrivees or menes
    assert dits <= menes
    assert dits <= nouvelle.tant_que


def test_a_approuver_seulement_quand_les_deux_volets_sont_signes() -> None:
    assert nouvelles_de(Action.SIGNER, Etat.EN_SAISIE) == ()
    (a_approuver,) = nouvelles_de(Action.SIGNER, Etat.A_APPROUVER)
    assert a_approuver.pour == {ActeurDossier.APPROBATEUR}


@pytest.mark.parametrize(
    ("acteurs", "volets", "dit"),
    [
        ({ActeurDossier.FOURNISSEUR_FINANCES}, [FINANCES], True),
        ({ActeurDossier.FOURNISSEUR_ACTIVITE}, [FINANCES], False),
        ({ActeurDossier.APPROBATEUR}, [FINANCES], True),
        ({ActeurDossier.FOURNISSEUR_ACTIVITE}, [ACTIVITE, FINANCES], True),
        ({ActeurDossier.FOURNISSEUR_ACTIVITE}, [], True),
        ({ActeurDossier.CONSEILLER}, [], False),
        (set(), [], False),
    ],
)
def test_une_correction_concerne_qui_tient_les_volets_touches(
    acteurs: set[str], volets: list[str], dit: bool
) -> None:
    (correction,) = nouvelles_de(Action.DEMANDER_CORRECTION, Etat.A_CORRIGER)
    assert concerne(correction, acteurs, volets) is dit


def test_une_transmission_prise_en_charge_n_est_plus_une_nouvelle_pour_la_caf() -> None:
    pour_la_caf, pour_eux = {ActeurDossier.CONSEILLER}, {ActeurDossier.FOURNISSEUR_ACTIVITE}
    assert encore_vraie(Action.TRANSMETTRE, pour_la_caf, Etat.TRANSMISE)
    assert not encore_vraie(Action.TRANSMETTRE, pour_la_caf, Etat.EN_INSTRUCTION)
    assert encore_vraie(Action.TRANSMETTRE, pour_eux, Etat.EN_INSTRUCTION)
    assert not encore_vraie(Action.TRANSMETTRE, pour_eux, Etat.A_CORRIGER)
    assert not encore_vraie(Action.SAISIR, pour_eux, Etat.EN_SAISIE)
