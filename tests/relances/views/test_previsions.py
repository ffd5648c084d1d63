"""The preview of any day, and sending at once what it shows."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from declarations.models import Campagne
from declarations.regles.grille import ACTIVITE
from declarations.services.campagnes import appeler
from habilitations.models import Habilitation, Portefeuille, Role
from portal.relances.models import Envoi, Relance
from portal.relances.services.envoi import relancer
from portal.socle.models import Courriel, LigneJournal
from tests.monde import (
    JOUR,
    MAINTENANT,
    Monde,
    adherer,
    changer,
    espace_rencontre,
    habiliter,
    personne,
)
from tests.relances.campagnes import appelee, autre_er, signer
from tests.relances.views.pages import J7, J15, connecte, lire

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


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

    def test_ce_qui_est_parti_aujourd_hui_se_lit(self, monde: Monde, conseiller: Client) -> None:
        """The page of today opens after the run: what it wrote is not « aucune relance »."""
        appelee(monde, echeance=JOUR + timedelta(days=15))
        assert "déjà écrites" not in lire(conseiller, JOUR)
        relancer(JOUR)
        page = lire(conseiller, JOUR).replace("\u00a0", " ")
        assert "déjà écrites aujourd’hui à 2 personnes : Alice Activité et Fabien Finances." in page
        assert "Aucune autre relance aujourd’hui" in page
        assert "déjà écrites" not in lire(conseiller, J15)
        assert "déjà écrites" not in lire(connecte(monde.conseiller_nord), JOUR)

    def test_la_prevision_est_ce_qui_part(self, monde: Monde, conseiller: Client) -> None:
        declaration = appelee(monde)
        signer(declaration, ACTIVITE, monde.passerelles.activite)
        page = lire(conseiller, J15)
        relancer(J15)
        [courriel] = Courriel.objects.all()
        assert courriel.destinataire in page
        assert monde.passerelles.activite.email not in page

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
        assert len(cinq) <= len(une) <= 49


class TestEnvoyerMaintenant:
    def envoyer(self, client: Client, jour: date) -> str:
        reponse = client.post(f"{reverse('relances:envoyer')}?jour={jour}", follow=True)
        return reponse.content.decode()

    def test_d_avance_et_une_seule_fois(self, monde: Monde, conseiller: Client) -> None:
        appelee(monde)
        question = conseiller.get(f"{reverse('relances:envoyer')}?jour={J15}").content.decode()
        assert "2 personnes de votre portefeuille" in question
        assert "2\u00a0courriels confiés" in self.envoyer(conseiller, J15)
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
        assert "Laissé pour demain : 2\u00a0destinataires" in page
        assert Courriel.objects.count() == 2

    def test_seulement_pour_les_droits_d_aujourd_hui(
        self, monde: Monde, conseiller: Client
    ) -> None:
        appelee(monde)
        changer(Habilitation.objects.filter(utilisateur=monde.passerelles.activite), du=J15)
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

    def test_d_avance_pour_ses_seuls_dossiers(self, monde: Monde, conseiller: Client) -> None:
        """A person’s other files, followed by somebody else, wait for their own day."""
        mien = appelee(monde)
        autre = Portefeuille.objects.create(
            caf=monde.caf, nom="Nord du département", titulaire=monde.hors_portefeuille
        )
        partenaire = monde.passerelles.gestionnaire
        sien = appelee(monde, equipement=espace_rencontre(monde.caf, partenaire, autre, "Autre ER"))
        self.envoyer(conseiller, J15)
        assert set(Relance.objects.values_list("dossier", flat=True)) == {mien.pk}
        relancer(J15)
        assert Relance.objects.filter(dossier=sien).count() == 2

    def test_la_page_dit_a_qui_l_on_vient_d_ecrire(self, monde: Monde, conseiller: Client) -> None:
        appelee(monde)
        page = " ".join(self.envoyer(conseiller, J15).split())
        assert "service d’envoi : Alice Activité et Fabien Finances." in page
        # And it still does when one comes back, or on another day of the preview.
        for lue in (lire(conseiller, JOUR), lire(conseiller, J7)):
            assert "Écrits aujourd’hui à votre demande" in lue
            assert "2 personnes à qui vous avez écrit sans attendre" in lue
            assert monde.passerelles.activite.email in lue
            assert "J-15 – Réelle 2025, Espace de rencontre Les Passerelles" in lue
            assert "À envoyer" in lue
        # Nobody else’s page says it was they who sent.
        assert "Écrits aujourd’hui" not in lire(connecte(monde.remplacant), JOUR)

    def test_au_dela_de_cinq_noms(self, monde: Monde, conseiller: Client) -> None:
        appelee(monde)
        for i in range(5):
            habiliter(
                personne(f"autre{i}", f"Prénom{i}", f"Zed{i}"),
                monde.passerelles.gestionnaire,
                monde.caf,
                Role.FOURNISSEUR_ACTIVITE,
            )
        page = " ".join(self.envoyer(conseiller, J15).split())
        assert "Alice Activité, Fabien Finances, Prénom0 Zed0, Prénom1 Zed1" in page
        assert "Prénom2 Zed2 et 2 autres personnes." in page

    @pytest.mark.usefixtures("derriere_le_mur")
    def test_un_dossier_d_ailleurs_n_y_est_pas(self, monde: Monde, conseiller: Client) -> None:
        """Alice also declares in the North: her e-mail says it, not this adviser’s page."""
        appelee(monde)
        nord = Portefeuille.objects.create(
            caf=monde.autre_caf, nom="Lille", titulaire=monde.conseiller_nord
        )
        partenaire = monde.passerelles.gestionnaire
        adherer(monde.autre_caf, partenaire)
        habiliter(
            monde.passerelles.activite, partenaire, monde.autre_caf, Role.FOURNISSEUR_ACTIVITE
        )
        campagne = Campagne.objects.get()
        campagne.pk, campagne.caf, campagne.echeance_le = None, monde.autre_caf, date(2026, 2, 18)
        campagne.save()
        beffroi = espace_rencontre(monde.autre_caf, partenaire, nord, "Espace du Beffroi")
        appeler(campagne, beffroi, MAINTENANT)
        self.envoyer(conseiller, J15)
        texte = Courriel.objects.get(destinataire=monde.passerelles.activite.email).texte
        assert "Espace du Beffroi" in texte
        page = lire(conseiller, JOUR)
        assert "Écrits aujourd’hui" in page
        assert "Beffroi" not in page

    def test_requetes_des_ecrits_comptees(self, monde: Monde, conseiller: Client) -> None:
        appelee(monde)
        self.envoyer(conseiller, J15)
        with CaptureQueriesContext(connection) as deux:
            lire(conseiller, J7)
        for i in range(4):
            habiliter(
                personne(f"autre{i}"),
                monde.passerelles.gestionnaire,
                monde.caf,
                Role.FOURNISSEUR_ACTIVITE,
            )
        self.envoyer(conseiller, J15)
        with CaptureQueriesContext(connection) as six:
            lire(conseiller, J7)
        assert len(six) <= len(deux)
