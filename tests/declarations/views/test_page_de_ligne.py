"""The page of a row: what it asks of a poste, which is called by the name of its person."""

import pytest
from django.test import Client
from django.urls import reverse

from habilitations.models import PosteConventionne
from tests.declarations.cct import appeler_cct, coordination
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige")


def test_un_poste_au_long_intitule_se_rattache(client: Client, monde: Monde) -> None:
    equipement = coordination(monde)
    for poste in PosteConventionne.objects.all():
        poste.intitule += " et d’animation" * 5
        poste.save()
    declaration = appeler_cct(equipement)
    cle = declaration.version_courante.lignes[0]["cle"]
    autre = PosteConventionne.objects.last()
    client.force_login(monde.passerelles.activite)
    adresse = reverse("declarations:ligne", args=[declaration.pk, cle])
    page = client.get(adresse)

    reponse = client.post(
        adresse, page.context["formulaire"].initial | {"poste_conventionne": autre.pk}
    )

    assert reponse.status_code == 302
    declaration.version_courante.refresh_from_db()
    assert declaration.version_courante.lignes[0]["poste_conventionne"] == autre.pk
