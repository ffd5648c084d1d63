"""Whom each act on a bilan tells: every act is in the table, or said here to concern nobody."""

import string

import pytest

from bilans.regles.etats import Action, Etat
from bilans.regles.etats.nouvelles import DES_CAMPAGNES, NOUVELLES, encore_vraie, nouvelles_de
from bilans.regles.etats.transitions import TRANSITIONS
from portal.dossiers.regles.nouvelles import Nouvelle

# Typing is nobody else's news, and a taking in charge changes nothing for the partner.
SANS_NOUVELLE = {Action.REPONDRE, Action.PRENDRE_EN_CHARGE}
DONNES = {"caf", "partenaire", "qui", "pour_le", "expire_le"}
DE_CAMPAGNE = {"qui", "campagne", "echeance"}
DATEES = {
    Action.DEMANDER_COMPLEMENT: "{pour_le}",
    Action.ACCORDER_DEROGATION: "{expire_le}",
    Action.RETIRER_DEROGATION: "{expire_le}",
}


def champs(nouvelle: Nouvelle) -> set[str]:
    return {champ for _, champ, _, _ in string.Formatter().parse(nouvelle.phrase) if champ}


def test_chaque_acte_est_annonce_ou_ne_concerne_personne() -> None:
    assert {n.action for n in NOUVELLES} == set(Action) - SANS_NOUVELLE


@pytest.mark.parametrize("nouvelle", NOUVELLES, ids=lambda n: n.titre)
def test_les_mots_ne_demandent_que_ce_qui_est_donne(nouvelle: Nouvelle) -> None:
    assert champs(nouvelle) <= DONNES
    assert DATEES.get(nouvelle.action, "") in nouvelle.phrase


def test_ceux_des_campagnes_non_plus() -> None:
    assert all(champs(nouvelle) <= DE_CAMPAGNE for nouvelle in DES_CAMPAGNES)


@pytest.mark.parametrize("nouvelle", [*NOUVELLES, *DES_CAMPAGNES], ids=lambda n: n.titre)
def test_un_titre_se_lit_dans_un_objet(nouvelle: Nouvelle) -> None:
    assert len(nouvelle.titre) <= 60
    assert "\n" not in nouvelle.titre


@pytest.mark.parametrize("nouvelle", NOUVELLES, ids=lambda n: n.titre)
def test_vraie_dans_l_etat_ou_l_acte_mene(nouvelle: Nouvelle) -> None:
    """Else its e-mail would be withdrawn as soon as written."""
    transition = next(t for t in TRANSITIONS if t.action == nouvelle.action)
    menes = set(transition.arrivees or transition.departs)
    assert menes <= nouvelle.tant_que
    assert encore_vraie(nouvelle.action, nouvelle.pour, next(iter(menes)))


def test_transmis_le_conseiller_puis_le_partenaire() -> None:
    caf, partenaire = nouvelles_de(Action.TRANSMETTRE, Etat.TRANSMIS)
    assert encore_vraie(Action.TRANSMETTRE, partenaire.pour, Etat.VALIDE)
    assert not encore_vraie(Action.TRANSMETTRE, caf.pour, Etat.VALIDE)
