"""One reminder set aside, then brought back."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.relances.models import Relance
from portal.relances.services.envoi import relancer
from portal.socle.models import Courriel, LigneJournal
from tests.monde import Monde
from tests.relances.campagnes import appelee
from tests.relances.views.pages import J7, J15, ecarter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


class TestEcarter:
    def test_avec_un_motif_au_journal(self, monde: Monde, conseiller: Client) -> None:
        declaration, alice = appelee(monde), monde.passerelles.activite
        page = ecarter(
            conseiller, declaration, alice, J15, "Partenaire vu ce matin"
        ).content.decode()
        assert "Cette relance est écartée." in page
        assert "Écartée par Colette Conseil" in page
        ligne = LigneJournal.objects.get(action="relance.ecartee")
        assert (ligne.motif, ligne.auteur_id) == ("Partenaire vu ce matin", monde.conseiller.pk)
        assert ligne.gestionnaire_id == declaration.gestionnaire_id

        relancer(J15)
        assert [c.destinataire for c in Courriel.objects.all()] == [
            monde.passerelles.finances.email
        ]
        relancer(J7)  # the next step stays planned
        assert Courriel.objects.filter(destinataire=alice.email).count() == 1

    def test_sans_motif(self, monde: Monde, conseiller: Client) -> None:
        declaration = appelee(monde)
        reponse = ecarter(conseiller, declaration, monde.passerelles.activite, J15, " ")
        assert reponse.status_code == 422
        assert "Indiquez le motif." in reponse.content.decode()
        assert not Relance.objects.exists()

    def test_deux_fois_ou_trop_tard(self, monde: Monde, conseiller: Client) -> None:
        declaration, alice = appelee(monde), monde.passerelles.activite
        for _ in range(2):
            ecarter(conseiller, declaration, alice, J15, "Partenaire vu ce matin")
        assert Relance.objects.count() == 1
        relancer(J15)
        tard = ecarter(
            conseiller, declaration, monde.passerelles.finances, J15, "Elle est partie trop tard"
        )
        assert "n’est plus prévue" in tard.content.decode()

    def test_puis_retablir(self, monde: Monde, conseiller: Client) -> None:
        declaration = appelee(monde)
        ecarter(conseiller, declaration, monde.passerelles.activite, J15, "Partenaire vu ce matin")
        relance = Relance.objects.get()
        adresse = f"{reverse('relances:retablir', args=[relance.pk])}?jour={J15}"
        page = conseiller.post(adresse, follow=True).content.decode()
        assert "Cette relance est rétablie." in page
        assert len(relancer(J15).courriels) == 2
        assert LigneJournal.objects.filter(action="relance.retablie").exists()
        assert conseiller.post(adresse).status_code == 404
