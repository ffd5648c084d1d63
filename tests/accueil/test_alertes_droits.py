"""The first page of the Caf's responsable tells of altered rights until they are dealt with."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from habilitations.alterations import alterations
from habilitations.models import Adhesion, AlerteDroit, Habilitation, Role, Utilisateur
from habilitations.portee import au_nom_de
from habilitations.presentation.alertes import alertes_de
from habilitations.regles.verdicts import Motif
from habilitations.services.alertes import alerter
from habilitations.services.suites import retirer_droit
from tests.monde import MAINTENANT, Monde, acteur, agent, habiliter, personne
from tests.sous_service import sous_service

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
    assert ici.adresse == ""
    assert la_bas.adresse == reverse("habilitations:droits_personne", args=[altere.utilisateur_id])
    assert "Alice Activité" in accueil(monde.responsable)


@pytest.mark.usefixtures("mur")
def test_derriere_le_mur_la_caf_d_origine_le_lit_encore(monde: Monde, altere: Habilitation) -> None:
    """Rows that were moved to another Caf are that one’s for the wall: the first is told still."""
    nord = agent(monde.autre_caf, "responsable_habilitations", "rnord", "Renée", "Nord")
    Habilitation.objects.filter(pk=altere.pk).update(caf=monde.autre_caf)
    with sous_service():
        for qui, siennes in ((monde.responsable, 1), (nord, 1), (monde.conseiller, 0)):
            with au_nom_de(acteur(qui)):
                assert len(alertes_de(acteur(qui)).lues) == siennes


@pytest.mark.usefixtures("mur")
def test_derriere_le_mur_une_alerte_sans_droit_est_a_sa_caf(monde: Monde) -> None:
    nord = agent(monde.autre_caf, "responsable_habilitations", "rnord", "Renée", "Nord")
    base = Adhesion.objects.get(gestionnaire=monde.passerelles.gestionnaire)
    AlerteDroit.objects.create(base=base, motif=Motif.BASE_LEVEE, vue_le=MAINTENANT)
    voisine = monde.voisins.activite
    with sous_service():
        for qui, vues in ((monde.responsable, 1), (nord, 0), (voisine, 0)):
            with au_nom_de(acteur(qui)):
                assert AlerteDroit.objects.count() == vues
        with au_nom_de(acteur(monde.responsable)):
            [lue] = alertes_de(acteur(monde.responsable)).lues
    assert lue.adresse == reverse("habilitations:partenaire", args=[base.pk])


def test_qui_ne_gere_que_des_droits_y_est_mene(monde: Monde) -> None:
    elle = personne("gerante")
    la = monde.passerelles.gestionnaire
    habiliter(elle, la, monde.caf, Role.GESTIONNAIRE_HABILITATIONS)
    assert "Voir les droits de ma structure" in accueil(elle)
    assert "Voir les droits de ma structure" not in accueil(monde.passerelles.activite)
