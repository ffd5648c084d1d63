"""Several bilans of the queue taken at once."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bilans.models import Bilan
from tests.monde import Monde

LOT = reverse("bilans:lot")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


class TestLot:
    def demander(self, client: Client, action: str, *bilans: Bilan, **options: str) -> Any:
        donnees = {"action": action, "choix": [b.pk for b in bilans]} | options
        return client.post(LOT, donnees, follow=True)

    def test_d_abord_un_second_regard(
        self, monde: Monde, file: SimpleNamespace, client: Client
    ) -> None:
        client.force_login(monde.conseiller)
        vue = self.demander(client, "valider", file.transmis, file.cct).content.decode()
        assert "Valider – 1 bilan<" in vue
        assert "Pas possible aujourd’hui pour 1" in vue
        assert f'name="choix" value="{file.cct.pk}"' not in vue
        assert Bilan.objects.get(pk=file.transmis.pk).etat == "transmis"

    def test_un_compte_rendu_ligne_par_ligne(
        self, monde: Monde, file: SimpleNamespace, client: Client
    ) -> None:
        client.force_login(monde.conseiller)
        rendu = self.demander(
            client, "valider", file.transmis, file.cct, confirmer="1"
        ).content.decode()
        assert "1 sur 2" in rendu
        assert "n’est plus possible" in rendu
        assert Bilan.objects.get(pk=file.transmis.pk).etat == "valide"
        assert Bilan.objects.get(pk=file.cct.pk).etat == "a_remplir"
        # A second click of the same form.
        encore = self.demander(client, "valider", file.transmis, confirmer="1").content.decode()
        assert "1 sur 1" in encore

    def test_tous_ceux_de_la_liste(
        self, monde: Monde, file: SimpleNamespace, client: Client
    ) -> None:
        client.force_login(monde.conseiller)
        vue = self.demander(
            client, "prendre_en_charge", toutes="1", question="etat=transmis"
        ).content.decode()
        assert "1 bilan" in vue
        assert f'value="{file.cct.pk}"' not in vue

    def test_jamais_ceux_d_une_autre_caf(
        self, monde: Monde, file: SimpleNamespace, client: Client
    ) -> None:
        client.force_login(monde.conseiller_nord)
        rendu = self.demander(client, "valider", file.transmis, confirmer="1").content.decode()
        assert "Choisissez au moins un bilan" in rendu
        assert Bilan.objects.get(pk=file.transmis.pk).etat == "transmis"

    @pytest.mark.parametrize("donnees", [{}, {"action": "rouvrir"}, {"action": "valider"}])
    def test_rien_de_choisi(
        self, monde: Monde, file: SimpleNamespace, client: Client, donnees: dict[str, str]
    ) -> None:
        client.force_login(monde.conseiller)
        rendu = client.post(LOT, donnees, follow=True)
        assert "Choisissez" in rendu.content.decode()
