"""Messages between a partner and its Caf on a bilan."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bilans.models import Bilan
from bilans.services.messages import ecrire_message
from portal.dossiers.services.avis import relire
from portal.socle.models import Courriel, LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from portal.socle.relecture import Retire
from tests.bilans.bilans import bilan_clas
from tests.monde import MAINTENANT, Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


@pytest.fixture
def bilan(monde: Monde) -> Bilan:
    return bilan_clas(monde)


def test_un_message_une_fois_dit_a_l_autre_cote(monde: Monde, bilan: Bilan) -> None:
    jeton, alice = uuid4(), acteur(monde.passerelles.activite)
    premier = ecrire_message(bilan.pk, acteur=alice, texte="Une question", jeton=jeton)
    assert ecrire_message(bilan.pk, acteur=alice, texte="Une question", jeton=jeton) == premier
    courriel = Courriel.objects.get(relecteur="bilans.message")
    assert courriel.destinataire_id in (monde.conseiller.pk, monde.remplacant.pk)
    assert "au sujet du bilan" in courriel.texte
    assert "Une question" not in courriel.texte
    assert LigneJournal.objects.sur(bilan).last().action == "bilan.message"

    ecrire_message(bilan.pk, acteur=acteur(monde.conseiller), texte="Une réponse", jeton=uuid4())
    assert Courriel.objects.filter(relecteur="bilans.message").count() == 4


def test_qui_ne_prend_pas_part_n_ecrit_pas(monde: Monde, bilan: Bilan) -> None:
    with pytest.raises(ActionRefusee):
        ecrire_message(
            bilan.pk, acteur=acteur(monde.hors_portefeuille), texte="Bonjour", jeton=uuid4()
        )
    with pytest.raises(DemandeInvalide):
        ecrire_message(
            bilan.pk, acteur=acteur(monde.passerelles.activite), texte=" ", jeton=uuid4()
        )


def test_ecrire_puis_lire_depuis_les_pages(client: Client, monde: Monde, bilan: Bilan) -> None:
    client.force_login(monde.passerelles.activite)
    adresse = reverse("bilans:messages", args=[bilan.pk])
    envoi = {"jeton": str(uuid4()), "texte": "Où écrire les lieux ?"}
    assert client.post(adresse, envoi).status_code == 302
    courriel = Courriel.objects.get(relecteur="bilans.message")
    assert not isinstance(relire(courriel, MAINTENANT), Retire)

    client.force_login(monde.conseiller)
    page = client.get(reverse("bilans:lecture", args=[bilan.pk])).content.decode()
    assert "Où écrire les lieux ?" in page
    if courriel.destinataire_id == monde.conseiller.pk:
        assert isinstance(relire(courriel, MAINTENANT), Retire)
