"""The reminders of one campaign: a pause, a sentence."""

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Campagne
from portal.relances.models import ReglageCampagne
from portal.relances.services.envoi import relancer
from portal.socle.models import LigneJournal
from tests.monde import Monde
from tests.relances.campagnes import appelee
from tests.relances.views.pages import J15, lire

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


class TestCampagne:
    @pytest.fixture
    def adresse(self, monde: Monde) -> str:
        appelee(monde)
        return reverse("relances:campagne", args=[Campagne.objects.get().pk])

    def test_pause_et_reprise(self, monde: Monde, conseiller: Client, adresse: str) -> None:
        vide = conseiller.post(f"{adresse}pause/", {"motif": ""})
        assert vide.status_code == 422
        page = conseiller.post(f"{adresse}pause/", {"motif": "Grève des services"}, follow=True)
        assert "Relances en pause" in page.content.decode()
        assert "Campagne en pause" in lire(conseiller, J15)
        assert "Aucun courriel prévu" in lire(conseiller, J15)
        assert relancer(J15).courriels == []

        assert conseiller.post(f"{adresse}fin-de-pause/").status_code == 302
        assert conseiller.post(f"{adresse}fin-de-pause/").status_code == 302
        assert len(relancer(J15).courriels) == 2
        actions = LigneJournal.objects.filter(action__startswith="relances.")
        assert sorted(actions.values_list("action", flat=True)) == [
            "relances.reprises",
            "relances.suspendues",
        ]

    def test_une_phrase(self, monde: Monde, conseiller: Client, adresse: str) -> None:
        conseiller.post(adresse, {"phrase": "Permanence\nmardi <matin>."})
        assert ReglageCampagne.objects.get().phrase == "Permanence mardi <matin>."
        assert "« Permanence mardi &lt;matin&gt;. »" in lire(conseiller, J15)
        assert conseiller.post(adresse, {"phrase": "x" * 501}).status_code == 422
        conseiller.post(adresse, {"phrase": ""})
        assert ReglageCampagne.objects.get().phrase == ""
