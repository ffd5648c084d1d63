"""From the list to the e-mail: who is invited, by whom, reminded, and the pages of the Caf."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from bilans.models import Bilan, CampagneBilan, Repondant
from bilans.regles.consequences import SANS_REPONSE
from bilans.repondants.regles.liste import LigneListe
from bilans.repondants.services import invitations
from bilans.repondants.services.liens import adresse_de
from bilans.services.validation import declarer_sans_objet
from habilitations.models import Caf
from portal.socle.models import Courriel, LigneJournal
from portal.socle.refus import ActionRefusee
from tests.bilans.bilans import campagne as campagne_de
from tests.bilans.repondants.invites import AIME, BOURG, dernier_courriel, ouvrir
from tests.monde import MAINTENANT, SIRETS, Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


class TestInviter:
    def test_outre_mer_le_lien_vaut_jusqu_a_l_heure_de_la_caf(
        self, monde: Monde, campagne: CampagneBilan
    ) -> None:
        Caf.objects.filter(pk=monde.caf.pk).update(code="973")
        invitations.inviter(campagne.pk, [AIME], acteur=acteur(monde.conseiller))
        ecrit = dernier_courriel(AIME.courriel).texte.replace("\u00a0", " ")
        assert "à minuit, heure de Paris, soit " in ecrit
        assert " en Guyane) inclus" in ecrit

    def test_chaque_commune_a_son_bilan_et_son_lien(
        self, monde: Monde, campagne: CampagneBilan
    ) -> None:
        qui = acteur(monde.conseiller)
        invites, restent = invitations.inviter(campagne.pk, [AIME, BOURG], acteur=qui)
        assert (len(invites), restent) == (2, [])
        bilan = Bilan.objects.get(gestionnaire__siret=AIME.siret)
        assert (bilan.etat, bilan.equipement, bilan.faits_annonces) == (
            "a_remplir",
            None,
            {"themes": ["handicap"]},
        )
        courriel = dernier_courriel(AIME.courriel)
        assert adresse_de(invites[0]) in courriel.texte
        assert SANS_REPONSE["recensement_cct"] in courriel.texte
        assert courriel.confidentiel
        assert LigneJournal.objects.filter(action="bilan.repondants_invites").count() == 1

    def test_deux_fois_la_meme_liste_n_ecrit_a_personne_de_plus(
        self, monde: Monde, campagne: CampagneBilan
    ) -> None:
        qui = acteur(monde.conseiller)
        invitations.inviter(campagne.pk, [AIME], acteur=qui)
        invites, restent = invitations.inviter(campagne.pk, [AIME, BOURG], acteur=qui)
        assert [r.utilisateur.email for r in invites] == [BOURG.courriel]
        assert restent == [AIME]
        assert Courriel.objects.filter(destinataire=AIME.courriel).count() == 1

    def test_une_adresse_connue_garde_son_compte_et_une_autre_ne_se_connecte_pas(
        self, monde: Monde, campagne: CampagneBilan
    ) -> None:
        connue = LigneListe(1, SIRETS[2], "Aime", monde.ccd.email, "Diane", "D")
        invites, _ = invitations.inviter(
            campagne.pk, [connue, BOURG], acteur=acteur(monde.conseiller)
        )
        assert invites[0].utilisateur == monde.ccd
        assert not invites[1].utilisateur.is_active
        assert not invites[1].utilisateur.has_usable_password()

    @pytest.mark.parametrize("qui", ["ccd", "responsable", "national", "conseiller_nord"])
    def test_seul_un_conseiller_de_la_caf_invite(
        self, monde: Monde, campagne: CampagneBilan, qui: str
    ) -> None:
        with pytest.raises(ActionRefusee) as refus:
            invitations.inviter(campagne.pk, [AIME], acteur=acteur(getattr(monde, qui)))
        assert refus.value.interdite

    def test_ni_hors_campagne_ni_pour_un_questionnaire_d_equipement(self, monde: Monde) -> None:
        qui = acteur(monde.conseiller)
        with pytest.raises(ActionRefusee, match="n’attend pas"):
            invitations.inviter(campagne_de(monde.caf, "bilan_cct", 2025).pk, [AIME], acteur=qui)
        recensement = campagne_de(monde.caf, "recensement_cct", 2025)
        tard = acteur(monde.conseiller, MAINTENANT + timedelta(days=90))
        with pytest.raises(ActionRefusee, match="n’est pas ouverte"):
            invitations.inviter(recensement.pk, [AIME], acteur=tard)


class TestRelancer:
    def test_les_autres_seulement_et_une_fois_par_jour(
        self, monde: Monde, campagne: CampagneBilan, repondant: Repondant
    ) -> None:
        qui = acteur(monde.conseiller)
        assert invitations.relancer_les_autres(campagne.pk, acteur=qui) == 0
        demain = acteur(monde.conseiller, MAINTENANT + timedelta(days=2))
        assert invitations.relancer_les_autres(campagne.pk, acteur=demain) == 1
        assert invitations.relancer_les_autres(campagne.pk, acteur=demain) == 0
        rappel = dernier_courriel(AIME.courriel)
        assert "n’est pas encore transmis" in rappel.texte
        assert SANS_REPONSE["recensement_cct"] in rappel.texte
        assert SANS_REPONSE["recensement_cct"] in rappel.html


class TestPagesDeLaCaf:
    @pytest.fixture
    def colette(self, client: Client, monde: Monde) -> Iterator[Client]:
        client.force_login(monde.conseiller, "allauth.account.auth_backends.AuthenticationBackend")
        return client

    def test_coller_voir_puis_envoyer(self, colette: Client, campagne: CampagneBilan) -> None:
        page = reverse("repondants:inviter", args=[campagne.pk])
        fausse = f"{SIRETS[2]};Aime;mairie;Anne;Aubert"
        assertContains(colette.post(page, {"lignes": fausse}), "Ligne 1 :", status_code=422)
        bonne = f"{SIRETS[2]};Aime;mairie@aime.test;Anne;Aubert;handicap"
        assertContains(colette.post(page, {"lignes": bonne}), "Rien n’est encore envoyé")
        assert not Repondant.objects.exists()
        confirme = colette.post(page, {"lignes": bonne, "etape": "confirmer"}, follow=True)
        assertContains(confirme, "1\u00a0invitation envoyée.")
        assertContains(confirme, "Pas encore ouvert")

    def test_qui_a_ouvert_se_voit(self, monde: Monde, campagne: CampagneBilan) -> None:
        (invite,), _ = invitations.inviter(campagne.pk, [AIME], acteur=acteur(monde.conseiller))
        ouvrir(Client(), invite)
        colette = Client()
        colette.force_login(monde.conseiller, "allauth.account.auth_backends.AuthenticationBackend")
        page = colette.get(reverse("repondants:suivi", args=[campagne.pk]))
        assertContains(page, "Ouvert")
        assertContains(colette.get(reverse("repondants:campagnes")), "Recensement")

    def test_une_commune_sans_objet_n_a_rien_transmis(
        self, monde: Monde, colette: Client, campagne: CampagneBilan
    ) -> None:
        conseiller = acteur(monde.conseiller)
        (invite,), _ = invitations.inviter(campagne.pk, [AIME], acteur=conseiller)
        declarer_sans_objet(
            invite.bilan_id, acteur=conseiller, motif="Cette commune n’a aucun poste."
        )
        page = colette.get(reverse("repondants:suivi", args=[campagne.pk]))
        assert page.context["comptes"]["transmis"] == 0
        assertContains(page, "Sans objet")
        assertNotContains(page, "Transmis</span>")
