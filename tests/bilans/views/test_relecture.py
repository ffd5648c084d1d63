"""A bilan is sent as its page showed it: what a colleague changed in between is seen."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.bilans.services.test_envoi import piege_rempli
from tests.bilans.services.test_saisie import saisir
from tests.monde import Monde

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
CHANGE = "Ces données ont changé depuis que vous avez ouvert la page"


def montre(client: Client, adresse: str) -> dict[str, str]:
    trouve = re.search(r'name="vu" value="([0-9a-f]+)"', client.get(adresse).content.decode())
    assert trouve
    return {"vu": trouve[1]}


def test_on_ne_transmet_pas_des_reponses_que_l_on_n_a_pas_lues(
    monde: Monde, client: Client
) -> None:
    bilan = piege_rempli(monde)
    client.force_login(monde.passerelles.approbateur)
    adresse = reverse("bilans:transmission", args=[bilan.pk])
    lu = montre(client, adresse)
    saisir(bilan, monde.passerelles.activite, motif_bonus="Pour les enfants aussi")

    assert CHANGE in client.post(adresse, lu, follow=True).content.decode()
    bilan.refresh_from_db()
    assert bilan.etat == "en_cours"

    client.post(adresse, montre(client, adresse))
    bilan.refresh_from_db()
    assert bilan.etat == "transmis"
