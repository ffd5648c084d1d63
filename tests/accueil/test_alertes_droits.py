"""The first page of the Caf's responsable tells of altered rights until they are dealt with."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from habilitations.models import Habilitation, Role, Utilisateur
from habilitations.presentation.alertes import alertes_de
from habilitations.services.alertes import alerter
from habilitations.services.suites import retirer_droit
from habilitations.verification import alterations
from tests.monde import MAINTENANT, Monde, acteur, agent, habiliter, personne

MOTIF = "Droit altéré, remplacé par un autre"


def accueil(qui: Utilisateur) -> str:
    client = Client()
    with time_machine.travel(MAINTENANT, tick=False):
        client.force_login(qui, "allauth.account.auth_backends.AuthenticationBackend")
        return client.get(reverse("accueil:a_faire")).content.decode()


@pytest.fixture
def altere(monde: Monde) -> Habilitation:
    droit = monde.passerelles.activite.habilitations.get()
    Habilitation.objects.filter(pk=droit.pk).update(role=Role.APPROBATEUR)
    alerter(list(alterations()), MAINTENANT)
    return droit


def test_une_alerte_reste_jusqu_au_retrait(monde: Monde, altere: Habilitation) -> None:
    lue = accueil(monde.responsable)
    assert "ne sont plus ceux que votre Caf a signés" in lue
    assert "Alice Activité" in lue
    assert "Ce droit n’est plus celui que la Caf a signé." in lue
    retirer_droit(altere.pk, motif=MOTIF, acteur=acteur(monde.responsable))
    assert "ne sont plus ceux" not in accueil(monde.responsable)


def test_elle_ne_concerne_que_sa_caf(monde: Monde, altere: Habilitation) -> None:
    nord = agent(monde.autre_caf, "responsable_habilitations", "rnord", "Renée", "Nord")
    for autre in (nord, monde.conseiller, monde.national, monde.passerelles.approbateur):
        assert "ne sont plus ceux" not in accueil(autre)


def test_un_droit_deplace_est_dit_aux_deux_caf_sans_lien_pour_la_premiere(
    monde: Monde, altere: Habilitation
) -> None:
    nord = agent(monde.autre_caf, "responsable_habilitations", "rnord", "Renée", "Nord")
    Habilitation.objects.filter(pk=altere.pk).update(caf=monde.autre_caf)
    [ici] = alertes_de(acteur(monde.responsable)).lues
    [la_bas] = alertes_de(acteur(nord)).lues
    assert (ici.ici, la_bas.ici) == (False, True)
    assert "Alice Activité" in accueil(monde.responsable)


def test_qui_ne_gere_que_des_droits_y_est_mene(monde: Monde) -> None:
    elle = personne("gerante")
    la = monde.passerelles.gestionnaire
    habiliter(elle, la, monde.caf, Role.GESTIONNAIRE_HABILITATIONS)
    assert "Voir les droits de ma structure" in accueil(elle)
    assert "Voir les droits de ma structure" not in accueil(monde.passerelles.activite)
