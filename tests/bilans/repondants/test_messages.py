"""A commune and its Caf write to each other: the link opens the conversation, and its papers."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains

from bilans.models import Repondant
from bilans.repondants.services.liens import adresse_de
from bilans.services.avis import relire_avis
from bilans.services.messages import ecrire_message
from portal.dossiers.models import MessageDossier, PieceJointe
from portal.dossiers.services.avis import relire
from portal.socle.models import Courriel
from portal.socle.relecture import Retire
from tests.bilans.repondants.invites import AIME, dernier_courriel, ouvrir
from tests.monde import MAINTENANT, Monde, acteur
from tests.socle import fichiers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


@pytest.mark.usefixtures("derriere_le_mur")
def test_la_commune_ecrit_et_qui_l_a_invitee_est_prevenu(
    client: Client, monde: Monde, repondant: Repondant
) -> None:
    ouvrir(client, repondant)
    adresse = reverse("bilans:messages", args=[repondant.bilan_id])
    assertContains(client.get(reverse("bilans:bilan", args=[repondant.bilan_id])), adresse)
    joint = fichiers.televerse(fichiers.PDF, "plan.pdf")
    envoi = {"jeton": str(uuid4()), "texte": "Qui compter ?", "fichier": joint}
    reponse = client.post(adresse, envoi)
    assert reponse["Location"] == f"{adresse}#messages"
    assertContains(client.get(adresse), "Qui compter ?")
    piece = PieceJointe.objects.get(dossier=repondant.bilan_id)
    fichier = reverse("bilans:piece", args=[repondant.bilan_id, piece.pk])
    assert client.get(fichier).status_code == 200

    courriel = Courriel.objects.get(relecteur="bilans.message")
    assert courriel.destinataire_id == monde.conseiller.pk
    assert not isinstance(relire(courriel, MAINTENANT), Retire)
    client.force_login(monde.conseiller)
    lecture = reverse("bilans:lecture", args=[repondant.bilan_id])
    assertContains(client.get(lecture), "Qui compter ?")


def test_la_caf_ecrit_et_le_courriel_mene_par_le_lien(monde: Monde, repondant: Repondant) -> None:
    ecrire_message(
        repondant.bilan_id,
        acteur=acteur(monde.conseiller),
        texte="Comptez le coordinateur",
        jeton=uuid4(),
    )
    courriel = dernier_courriel(AIME.courriel)
    assert adresse_de(repondant) in courriel.texte
    assert "vous a écrit un message" in courriel.texte
    assert "coordinateur" not in courriel.texte
    assert courriel.confidentiel
    assert not isinstance(relire_avis(courriel, MAINTENANT), Retire)


def test_sans_lien_on_n_ecrit_pas(client: Client, repondant: Repondant) -> None:
    adresse = reverse("bilans:messages", args=[repondant.bilan_id])
    assert client.post(adresse, {"jeton": str(uuid4()), "texte": "Bonjour"}).status_code == 403
    assert not MessageDossier.objects.exists()
