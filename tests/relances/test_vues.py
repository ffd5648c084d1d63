"""The adviser's pages: preview of any day, one set aside, a pause, a sentence, sending at once."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from declarations.models import Campagne, Declaration
from declarations.regles.grille import ACTIVITE
from declarations.services.referentiels import charger_seuils
from habilitations.models import Habilitation, Utilisateur
from portal.relances.models import Envoi, ReglageCampagne, Relance
from portal.relances.services.envoi import relancer
from portal.socle.models import Courriel, EtatCourriel, LigneJournal
from tests.monde import JOUR, Monde
from tests.relances.campagnes import appelee, autre_er, signer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]

J15, J7 = date(2026, 3, 16), date(2026, 3, 24)
PREVISIONS = reverse("relances:previsions")


def connecte(qui: Utilisateur) -> Client:
    client = Client()
    client.force_login(qui, "allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def conseiller(monde: Monde) -> Client:
    return connecte(monde.conseiller)


def lire(client: Client, jour: date | str, **options: object) -> str:
    reponse = client.get(PREVISIONS, {"jour": str(jour)}, **options)
    assert reponse.status_code == 200
    return " ".join(reponse.content.decode().split())


def ecarter(client: Client, declaration: Declaration, qui: Utilisateur, jour: date, motif: str):
    adresse = reverse("relances:ecarter", args=[declaration.pk, qui.pk])
    return client.post(f"{adresse}?jour={jour}", {"motif": motif}, follow=True)


class TestPrevisions:
    def test_qui_recevra_quoi_et_pourquoi(self, monde: Monde, conseiller: Client) -> None:
        appelee(monde)
        page = lire(conseiller, J15)
        assert "Relances du 16 mars 2026" in page
        assert "2 courriels prévus ce jour-là" in page
        assert monde.passerelles.activite.email in page
        assert "J-15" in page
        assert "Saisir et signer les données d’activité. À transmettre au plus tard le 31 mars" in (
            page
        )
        assert "Bonjour Alice Activité," in page
        assert "1er mars 2026 : J-30 du 31 mars 2026" in page

    def test_les_passages_d_ici_la_sont_supposes_faits(
        self, monde: Monde, conseiller: Client
    ) -> None:
        appelee(monde)
        assert "2 courriels prévus" in lire(conseiller, date(2026, 3, 1))
        assert "Aucune relance ce jour-là" in lire(conseiller, date(2026, 3, 2))
        assert "2 courriels prévus" in lire(conseiller, J15)

    def test_la_prevision_est_ce_qui_part(self, monde: Monde, conseiller: Client) -> None:
        declaration = appelee(monde)
        signer(declaration, ACTIVITE, monde.passerelles.activite)
        page = lire(conseiller, J15)
        relancer(J15)
        [courriel] = Courriel.objects.all()
        assert courriel.destinataire in page
        assert monde.passerelles.activite.email not in page

    @pytest.mark.parametrize("jour", ["hier", "", "2020-01-01", "9999-12-31"])
    def test_un_jour_impossible(self, monde: Monde, conseiller: Client, jour: str) -> None:
        appelee(monde)
        assert "<h1>Relances du" in lire(conseiller, jour)

    def test_chacun_son_perimetre(self, monde: Monde) -> None:
        appelee(monde)
        assert "2 courriels prévus" in lire(connecte(monde.remplacant), J15)
        ccd = lire(connecte(monde.ccd), J15)
        assert "2 courriels prévus" in ccd
        assert "Écarter" not in ccd
        assert "Envoyer maintenant" not in ccd
        assert "Aucune relance ce jour-là" in lire(connecte(monde.conseiller_nord), J15)

    def test_un_collegue_voit_mais_ne_decide_pas(self, monde: Monde) -> None:
        declaration = appelee(monde)
        collegue = connecte(monde.hors_portefeuille)
        assert "Écarter" not in lire(collegue, J15)
        adresse = reverse("relances:ecarter", args=[declaration.pk, monde.passerelles.activite.pk])
        assert collegue.post(adresse, {"motif": "x"}).status_code == 403

    def test_requetes_comptees(self, monde: Monde, conseiller: Client) -> None:
        appelee(monde)
        with CaptureQueriesContext(connection) as une:
            lire(conseiller, J15)
        for i in range(3):
            appelee(monde, equipement=autre_er(monde, f"Espace {i}"))
        appelee(monde, equipement=monde.er_voisin)
        with CaptureQueriesContext(connection) as cinq:
            lire(conseiller, J15)
        assert len(cinq) <= len(une) <= 45


class TestEcarter:
    def test_avec_un_motif_au_journal(self, monde: Monde, conseiller: Client) -> None:
        declaration, alice = appelee(monde), monde.passerelles.activite
        page = ecarter(conseiller, declaration, alice, J15, "Vue ce matin").content.decode()
        assert "Cette relance est écartée." in page
        assert "Écartée par Colette Conseil" in page
        ligne = LigneJournal.objects.get(action="relance.ecartee")
        assert (ligne.motif, ligne.auteur_id) == ("Vue ce matin", monde.conseiller.pk)
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
            ecarter(conseiller, declaration, alice, J15, "Vue")
        assert Relance.objects.count() == 1
        relancer(J15)
        tard = ecarter(conseiller, declaration, monde.passerelles.finances, J15, "Trop tard")
        assert "n’est plus prévue" in tard.content.decode()

    def test_puis_retablir(self, monde: Monde, conseiller: Client) -> None:
        declaration = appelee(monde)
        ecarter(conseiller, declaration, monde.passerelles.activite, J15, "Vue")
        relance = Relance.objects.get()
        adresse = f"{reverse('relances:retablir', args=[relance.pk])}?jour={J15}"
        page = conseiller.post(adresse, follow=True).content.decode()
        assert "Cette relance est rétablie." in page
        assert len(relancer(J15).courriels) == 2
        assert LigneJournal.objects.filter(action="relance.retablie").exists()
        assert conseiller.post(adresse).status_code == 404


class TestCampagne:
    @pytest.fixture
    def adresse(self, monde: Monde) -> str:
        appelee(monde)
        return reverse("relances:campagne", args=[Campagne.objects.get().pk])

    def test_pause_et_reprise(self, monde: Monde, conseiller: Client, adresse: str) -> None:
        vide = conseiller.post(f"{adresse}pause/", {"motif": ""})
        assert vide.status_code == 422
        page = conseiller.post(f"{adresse}pause/", {"motif": "Grève"}, follow=True)
        assert "Relances en pause" in page.content.decode()
        assert "Campagne en pause" in lire(conseiller, J15)
        assert "Aucun courriel prévu" in lire(conseiller, J15)
        assert relancer(J15).courriels == []

        conseiller.post(f"{adresse}reprise/")
        conseiller.post(f"{adresse}reprise/")
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


class TestEnvoyerMaintenant:
    def envoyer(self, client: Client, jour: date) -> str:
        reponse = client.post(f"{reverse('relances:envoyer')}?jour={jour}", follow=True)
        return reponse.content.decode()

    def test_d_avance_et_une_seule_fois(self, monde: Monde, conseiller: Client) -> None:
        appelee(monde)
        question = conseiller.get(f"{reverse('relances:envoyer')}?jour={J15}").content.decode()
        assert "2 personnes de votre portefeuille" in question
        assert "2 courriels confiés" in self.envoyer(conseiller, J15)
        assert "rien à envoyer" in self.envoyer(conseiller, J15)
        assert {e.jour for e in Envoi.objects.all()} == {JOUR}
        assert {e.decide_par for e in Envoi.objects.all()} == {monde.conseiller}
        assert relancer(J15).courriels == []  # the run of that day finds it done
        assert len(relancer(J7).courriels) == 2
        assert LigneJournal.objects.filter(action="relances.envoyees_sans_attendre").count() == 1

    def test_qui_a_deja_son_courriel_du_jour_attend(self, monde: Monde, conseiller: Client) -> None:
        appelee(monde)
        self.envoyer(conseiller, date(2026, 3, 1))
        page = self.envoyer(conseiller, J15)
        assert "Il n’y avait rien à envoyer." in page
        assert "Laissé pour demain : 2 destinataire(s)" in page
        assert Courriel.objects.count() == 2

    def test_seulement_pour_les_droits_d_aujourd_hui(
        self, monde: Monde, conseiller: Client
    ) -> None:
        appelee(monde)
        Habilitation.objects.filter(utilisateur=monde.passerelles.activite).update(du=J15)
        assert "2 courriels prévus" in lire(conseiller, J15)
        self.envoyer(conseiller, J15)
        [courriel] = Courriel.objects.all()
        assert courriel.destinataire == monde.passerelles.finances.email

    def test_rien_hors_de_son_portefeuille(self, monde: Monde) -> None:
        appelee(monde)
        collegue = connecte(monde.hors_portefeuille)
        assert "Rien à envoyer" in (
            collegue.get(f"{reverse('relances:envoyer')}?jour={J15}").content.decode()
        )
        self.envoyer(collegue, J15)
        assert not Courriel.objects.exists()


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
        droit.tous_equipements = False
        droit.save()
        droit.equipements.set([declaration.equipement])
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

    def test_requetes_comptees(self, monde: Monde) -> None:
        declaration = appelee(monde)
        alice = connecte(monde.passerelles.activite)
        adresse = reverse("relances:dossier", args=[declaration.pk])
        relancer(J15)
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
