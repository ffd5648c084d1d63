"""The e-mails of one file, and one that was given up sent again."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from declarations.services.referentiels import charger_seuils
from habilitations.models import Habilitation
from portal.relances.models import Envoi, Relance
from portal.relances.services.envoi import relancer
from portal.socle.models import Courriel, EtatCourriel, LigneJournal
from tests.declarations.remplir import jusqu_a
from tests.monde import MAINTENANT, Monde, changer
from tests.relances.campagnes import appelee, autre_er
from tests.relances.views.pages import J7, J15, connecte

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


class TestDossier:
    def test_les_courriels_sur_la_page_du_dossier(self, monde: Monde) -> None:
        charger_seuils()
        declaration = appelee(monde)
        relancer(J15)
        Courriel.objects.filter(destinataire=monde.passerelles.finances.email).update(
            etat=EtatCourriel.ECHEC, erreur="Le serveur de messagerie est arrêté."
        )
        alice = connecte(monde.passerelles.activite)
        dossier = alice.get(reverse("declarations:dossier", args=[declaration.pk]))
        adresse = reverse("relances:dossier", args=[declaration.pk])
        assert f'hx-get="{adresse}"' in dossier.content.decode()

        page = alice.get(adresse).content.decode()
        assert "<h1>" in page
        fragment = alice.get(adresse, HTTP_HX_REQUEST="true").content.decode()
        assert "<html" not in fragment
        for texte in (page, fragment):
            assert "Relance J-15 de l’échéance du 31 mars 2026, à Alice Activité" in texte
            assert "à Fabien Finances" in texte
            assert "Échec, nouvel essai prévu" in texte
            assert "Le serveur de messagerie est arrêté." in texte

    def test_un_courriel_ne_montre_pas_les_dossiers_des_autres(self, monde: Monde) -> None:
        """Alice works on two équipements, Agathe on one of them: she may not read Alice's."""
        declaration, ailleurs = appelee(monde), appelee(monde, equipement=autre_er(monde))
        relancer(J15)
        droit = Habilitation.objects.get(utilisateur=monde.passerelles.approbateur)
        changer([droit], equipements=[declaration.equipement])
        envoi = Envoi.objects.get(utilisateur=monde.passerelles.activite)
        lire_un = reverse("relances:courriel", args=[envoi.pk])

        agathe = connecte(monde.passerelles.approbateur)
        page = agathe.get(reverse("relances:dossier", args=[declaration.pk])).content.decode()
        assert "à Alice Activité" in page
        assert "Lire le courriel" not in page
        assert agathe.get(lire_un).status_code == 404
        assert agathe.get(reverse("relances:dossier", args=[ailleurs.pk])).status_code == 404
        for qui in (monde.passerelles.activite, monde.conseiller):
            assert "Bonjour Alice Activité" in connecte(qui).get(lire_un).content.decode()

    def test_une_relance_retiree_dit_pourquoi(self, monde: Monde) -> None:
        """Its e-mail left for another file: this one was withdrawn from it."""
        declaration = appelee(monde)
        relancer(J15)
        alice = Relance.objects.filter(utilisateur=monde.passerelles.activite)
        alice.update(retiree_le=MAINTENANT, retiree_motif="L’échéance a changé avant l’envoi.")
        Courriel.objects.update(etat=EtatCourriel.ENVOYE, envoye_le=MAINTENANT)
        adresse = reverse("relances:dossier", args=[declaration.pk])
        page = connecte(monde.conseiller).get(adresse).content.decode()
        assert "Retirée avant l’envoi" in page
        assert "L’échéance a changé avant l’envoi." in page
        assert page.count("Envoyée le") == 1

    def test_une_relance_que_l_envoi_rend_inutile_le_dit(self, monde: Monde) -> None:
        """The e-mail is still in the queue; it will be withdrawn as it leaves."""
        declaration = appelee(monde)
        relancer(J15)
        adresse = reverse("relances:dossier", args=[declaration.pk])
        avant = connecte(monde.conseiller).get(adresse).content.decode()
        assert avant.count("À envoyer") == 2
        assert "Plus nécessaire" not in avant

        jusqu_a(declaration, monde, "transmise")
        for qui in (monde.conseiller, monde.passerelles.activite):
            page = connecte(qui).get(adresse).content.decode()
            assert page.count("Plus nécessaire : ne partira pas") == 2
            assert "À envoyer" not in page

    def test_un_courriel_retire_ne_se_renvoie_pas(self, monde: Monde) -> None:
        appelee(monde)
        relancer(J15)
        Courriel.objects.update(etat=EtatCourriel.RETIRE, erreur="Remplacé par un autre.")
        envoi = Envoi.objects.get(utilisateur=monde.passerelles.activite)
        adresse = reverse("relances:courriel", args=[envoi.pk])
        page = connecte(monde.conseiller).get(adresse).content.decode()
        assert "Ce courriel n’est pas parti. Remplacé par un autre." in page
        assert "Envoyer de nouveau" not in page

    def test_requetes_comptees(self, monde: Monde) -> None:
        declaration = appelee(monde)
        alice = connecte(monde.passerelles.activite)
        adresse = reverse("relances:dossier", args=[declaration.pk])
        relancer(J15)
        alice.get(adresse)  # writes the session, once in a while
        with CaptureQueriesContext(connection) as deux:
            alice.get(adresse)
        relancer(J7)
        with CaptureQueriesContext(connection) as quatre:
            alice.get(adresse)
        assert len(quatre) == len(deux)


class TestNouvelEssai:
    """An e-mail whose attempts all failed: the adviser has it tried again, once."""

    @pytest.fixture
    def abandonne(self, monde: Monde) -> Envoi:
        charger_seuils()
        appelee(monde)
        relancer(J15)
        envoi = Envoi.objects.get(utilisateur=monde.passerelles.finances)
        Courriel.objects.filter(pk=envoi.courriel_id).update(
            etat=EtatCourriel.ABANDONNE, essais=6, erreur="Adresse refusée."
        )
        return envoi

    def test_le_conseiller_le_demande_et_le_journal_le_dit(
        self, abandonne: Envoi, conseiller: Client
    ) -> None:
        lue = conseiller.get(reverse("relances:courriel", args=[abandonne.pk])).content.decode()
        assert "Envoyer de nouveau" in lue

        adresse = reverse("relances:reessayer", args=[abandonne.pk])
        assert (
            "de nouveau dans un instant" in conseiller.post(adresse, follow=True).content.decode()
        )

        abandonne.courriel.refresh_from_db()
        assert (abandonne.courriel.etat, abandonne.courriel.essais) == ("a_envoyer", 0)
        assert LigneJournal.objects.filter(action="relance.reessayee").count() == 1
        assert "pas de nouvel essai" in conseiller.post(adresse, follow=True).content.decode()
        assert LigneJournal.objects.filter(action="relance.reessayee").count() == 1

    def test_le_partenaire_lit_mais_ne_le_demande_pas(self, abandonne: Envoi, monde: Monde) -> None:
        client = connecte(monde.passerelles.finances)
        lue = client.get(reverse("relances:courriel", args=[abandonne.pk])).content.decode()

        assert "Envoyer de nouveau" not in lue
        assert client.post(reverse("relances:reessayer", args=[abandonne.pk])).status_code == 403
