"""The page of a version of many rows: each one folded, so that the page can be read."""

import pytest
from django.test import Client
from django.urls import reverse

from declarations.regles.etats import Etat
from habilitations.models import Lieu
from tests.declarations.remplir import jusqu_a
from tests.monde import DEBUT, Monde

pytestmark = pytest.mark.usefixtures("fige")


@pytest.mark.parametrize(("ajoutes", "replies"), [(0, 0), (9, 12)])
def test_beaucoup_de_lieux_se_lisent_replies(
    monde: Monde, client: Client, ajoutes: int, replies: int
) -> None:
    for rang in range(ajoutes):
        Lieu.objects.create(equipement=monde.er, nom=f"Antenne {rang}", ouvert_le=DEBUT)
    declaration = jusqu_a(monde.declaration(), monde, Etat.TRANSMISE)
    client.force_login(monde.conseiller)
    reponse = client.get(reverse("declarations:version", args=[declaration.pk, 1]))
    contenu = reponse.content.decode()
    assert contenu.count('<details class="repli">') == replies
