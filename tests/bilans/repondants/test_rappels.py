"""A commune whose answer is to be completed is reminded too, whatever the window."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from bilans.models import CampagneBilan, Repondant
from bilans.repondants.services import invitations
from bilans.services.campagnes import suspendre
from bilans.services.complements import demander_complement
from bilans.services.derogations import accorder_derogation
from portal.socle.refus import ActionRefusee
from tests.bilans.remplir import transmettre
from tests.bilans.repondants.invites import AIME, dernier_courriel
from tests.monde import MAINTENANT, Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
BOUTON = "Relancer ceux dont la réponse est attendue"


@pytest.fixture
def a_completer(monde: Monde, repondant: Repondant, campagne: CampagneBilan) -> Repondant:
    """Sent, then sent back to be completed ten days after the window is over."""
    transmettre(repondant.bilan, None, par=repondant.utilisateur)
    demander_complement(
        repondant.bilan_id,
        acteur=acteur(monde.conseiller),
        motif="Le nombre de places de la crèche",
        pour_le=campagne.ferme_le + timedelta(days=10),
        tout=True,
    )
    return repondant


def test_une_fois_par_jour_et_pas_le_jour_de_la_demande(
    monde: Monde, campagne: CampagneBilan, a_completer: Repondant
) -> None:
    """The Caf has just written to it: its invitation was of days before."""
    Repondant.objects.update(invite_le=MAINTENANT - timedelta(days=9))
    assert invitations.relancer_les_autres(campagne.pk, acteur=acteur(monde.conseiller)) == 0
    demain = acteur(monde.conseiller, MAINTENANT + timedelta(days=2))
    assert invitations.relancer_les_autres(campagne.pk, acteur=demain) == 1
    assert invitations.relancer_les_autres(campagne.pk, acteur=demain) == 0
    ecrit = dernier_courriel(AIME.courriel).texte
    assert "vous a demandé de compléter" in ecrit
    assert "pas encore transmis" not in ecrit
    assert "financés" not in ecrit  # sent in time


def test_la_fenetre_fermee_il_reste_a_completer(
    monde: Monde, campagne: CampagneBilan, a_completer: Repondant
) -> None:
    """Until the date that the Caf gave, which the reminder says."""
    apres = acteur(
        monde.conseiller, MAINTENANT.replace(year=campagne.ferme_le.year) + timedelta(90)
    )
    assert not campagne.fenetre.est_ouverte(apres.jour)
    assert invitations.relancer_les_autres(campagne.pk, acteur=apres) == 1
    pour_le = campagne.ferme_le + timedelta(days=10)
    assert f"{pour_le.day} " in dernier_courriel(AIME.courriel).texte
    suspendre(campagne.pk, acteur=acteur(monde.conseiller), motif="Le questionnaire est à revoir")
    plus_tard = acteur(monde.conseiller, apres.maintenant + timedelta(days=2))
    with pytest.raises(ActionRefusee, match="n’est pas ouverte"):
        invitations.relancer_les_autres(campagne.pk, acteur=plus_tard)


def test_qui_a_transmis_n_est_pas_relance(
    monde: Monde, campagne: CampagneBilan, repondant: Repondant
) -> None:
    transmettre(repondant.bilan, None, par=repondant.utilisateur)
    demain = acteur(monde.conseiller, MAINTENANT + timedelta(days=2))
    assert invitations.relancer_les_autres(campagne.pk, acteur=demain) == 0


def test_le_bouton_reste_tant_qu_il_sert(
    client: Client, monde: Monde, campagne: CampagneBilan, a_completer: Repondant
) -> None:
    client.force_login(monde.conseiller, "allauth.account.auth_backends.AuthenticationBackend")
    page = reverse("repondants:suivi", args=[campagne.pk])
    assertContains(client.get(page), BOUTON)
    CampagneBilan.objects.filter(pk=campagne.pk).update(
        echeance_le=MAINTENANT.date() - timedelta(days=2),
        ferme_le=MAINTENANT.date() - timedelta(days=1),
    )
    assertContains(client.get(page), BOUTON)
    transmettre(a_completer.bilan, None, par=a_completer.utilisateur)
    assertNotContains(client.get(page), BOUTON)


def test_une_derogation_se_relance_aussi(
    client: Client, monde: Monde, campagne: CampagneBilan, repondant: Repondant
) -> None:
    """Its answer is awaited, though the window of the others is over."""
    Repondant.objects.update(invite_le=MAINTENANT - timedelta(days=20))
    hier = MAINTENANT.date() - timedelta(days=1)
    CampagneBilan.objects.update(ouvre_le=hier, echeance_le=hier, ferme_le=hier)
    qui = acteur(monde.conseiller)
    with pytest.raises(ActionRefusee):
        invitations.relancer_les_autres(campagne.pk, acteur=qui)
    accorder_derogation(
        repondant.bilan_id,
        acteur=qui,
        motif="Une panne de réseau à la mairie",
        expire_le=MAINTENANT.date() + timedelta(days=5),
    )
    client.force_login(monde.conseiller)
    assertContains(client.get(reverse("repondants:suivi", args=[campagne.pk])), BOUTON)
    assert invitations.relancer_les_autres(campagne.pk, acteur=qui) == 1
    assert "8 février 2026" in dernier_courriel(AIME.courriel).texte
