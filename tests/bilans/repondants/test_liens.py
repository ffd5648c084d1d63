"""From the list to the questionnaire: invited, let in once per device, revoked, replaced."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from bilans.models import Bilan, CampagneBilan, CodeAppareil, Repondant
from bilans.regles.etats import ActeurBilan
from bilans.repondants.regles.liste import LigneListe
from bilans.repondants.services import invitations
from bilans.repondants.services.appareils import envoyer_un_code, essayer
from bilans.repondants.services.liens import adresse_de, jeton_de
from bilans.services.acteurs import acteurs_sur
from habilitations.models import Caf, Utilisateur
from portal.dossiers.par_lien import ActeurParLien
from portal.socle.models import Courriel, LigneJournal
from portal.socle.refus import ActionRefusee
from tests.bilans.bilans import campagne as campagne_de
from tests.monde import MAINTENANT, SIRETS, Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
AIME = LigneListe(1, SIRETS[2], "Aime", "mairie@aime.test", "Anne", "Aubert", ("handicap",))
BOURG = LigneListe(2, SIRETS[3], "Bourg", "mairie@bourg.test", "Bruno", "Blanc")


@pytest.fixture
def campagne(monde: Monde) -> CampagneBilan:
    return campagne_de(monde.caf, "recensement_cct", 2025)


@pytest.fixture
def repondant(monde: Monde, campagne: CampagneBilan) -> Repondant:
    (invite,), _ = invitations.inviter(campagne.pk, [AIME], acteur=acteur(monde.conseiller))
    return invite


def dernier_courriel(adresse: str) -> Courriel:
    return Courriel.objects.filter(destinataire=adresse).latest("pk")


def code_recu(adresse: str = AIME.courriel) -> str:
    trouve = re.search(r"^\d{6}$", dernier_courriel(adresse).texte, re.MULTILINE)
    assert trouve
    return trouve[0]


def ouvrir(client: Client, repondant: Repondant) -> Any:
    """Through the code, as on a new device."""
    jeton = jeton_de(repondant)
    client.post(reverse("repondants:code", args=[jeton]))
    return client.post(reverse("repondants:verification", args=[jeton]), {"code": code_recu()})


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


class TestOuvrir:
    def test_un_code_par_appareil_et_une_fois_seulement(
        self, client: Client, repondant: Repondant
    ) -> None:
        lien = reverse("repondants:lien", args=[jeton_de(repondant)])
        page = client.get(lien)
        assertContains(page, "m…@aime.test")
        # With « no-referrer », browsers would give its form no origin, and it would be refused.
        assert page["Referrer-Policy"] == "same-origin"
        assert not CodeAppareil.objects.exists()
        reponse = ouvrir(client, repondant)
        bilan = reverse("bilans:bilan", args=[repondant.bilan_id])
        assertRedirects(reponse, bilan, fetch_redirect_response=False)
        assert client.get(lien)["Location"] == bilan
        assert Client().get(lien).status_code == 200
        repondant.refresh_from_db()
        assert repondant.ouvert_le == MAINTENANT

    def test_un_code_faux_puis_trop_d_essais_puis_expire(
        self, client: Client, repondant: Repondant
    ) -> None:
        jeton = jeton_de(repondant)
        verification = reverse("repondants:verification", args=[jeton])
        assertContains(
            client.post(verification, {"code": "000000"}), "ne vaut plus", status_code=422
        )
        client.post(reverse("repondants:code", args=[jeton]))
        faux = f"{(int(code_recu()) + 1) % 10**6:06d}"
        for _ in range(5):
            reponse = client.post(verification, {"code": faux})
            assertContains(reponse, "n’est pas le bon", status_code=422)
        reponse = client.post(verification, {"code": code_recu()})
        assertContains(reponse, "Trop d’essais", status_code=422)

    def test_un_code_ne_sert_qu_une_fois(self, repondant: Repondant) -> None:
        assert envoyer_un_code(repondant.pk)
        code = code_recu()
        assert essayer(repondant.pk, code) == "juste"
        assert essayer(repondant.pk, code) == "expire"

    def test_demander_encore_ne_remplit_pas_la_boite(self, repondant: Repondant) -> None:
        assert envoyer_un_code(repondant.pk)
        assert not envoyer_un_code(repondant.pk)
        assert CodeAppareil.objects.count() == 1

    @pytest.mark.parametrize("jeton", ["abc", "", "abc:def:ghi"])
    def test_un_lien_forge_n_ouvre_rien(self, client: Client, jeton: str) -> None:
        adresse = f"/repondre/{jeton or 'x'}/"
        assertContains(client.get(adresse), "Ce lien n’ouvre rien", status_code=404)

    def test_remplace_il_n_ouvre_plus_rien_meme_d_un_appareil_connu(
        self, client: Client, monde: Monde, repondant: Repondant
    ) -> None:
        ouvrir(client, repondant)
        ancien = reverse("repondants:lien", args=[jeton_de(repondant)])
        neuf = invitations.renvoyer(repondant.pk, acteur=acteur(monde.conseiller))
        assert client.get(ancien).status_code == 404
        assert client.get(reverse("repondants:lien", args=[jeton_de(neuf)])).status_code == 200
        page = reverse("bilans:bilan", args=[repondant.bilan_id])
        assert reverse("account_login") in client.get(page)["Location"]

    def test_revoque_il_le_dit(self, client: Client, monde: Monde, repondant: Repondant) -> None:
        ouvrir(client, repondant)
        qui = acteur(monde.conseiller)
        motif = "La commune a changé d’interlocuteur."
        invitations.revoquer(repondant.pk, acteur=qui, motif=motif)
        with pytest.raises(ActionRefusee, match="déjà révoqué"):
            invitations.revoquer(repondant.pk, acteur=qui, motif=motif)
        lien = reverse("repondants:lien", args=[jeton_de(repondant)])
        assertContains(client.get(lien), "a révoqué ce lien", status_code=410)
        page = reverse("bilans:bilan", args=[repondant.bilan_id])
        assert reverse("account_login") in client.get(page)["Location"]

    def test_expire_il_le_dit(self, client: Client, repondant: Repondant) -> None:
        with time_machine.travel(MAINTENANT + timedelta(days=365), tick=False):
            lien = reverse("repondants:lien", args=[jeton_de(repondant)])
            assertContains(client.get(lien), "a expiré le", status_code=410)

    def test_connecte_on_se_deconnecte_d_abord(
        self, client: Client, monde: Monde, repondant: Repondant
    ) -> None:
        client.force_login(monde.conseiller, "allauth.account.auth_backends.AuthenticationBackend")
        lien = reverse("repondants:lien", args=[jeton_de(repondant)])
        assertContains(client.get(lien), "Vous êtes déjà connecté", status_code=409)


class TestPortee:
    def test_le_lien_ouvre_son_bilan_et_rien_d_autre(
        self, client: Client, monde: Monde, campagne: CampagneBilan, repondant: Repondant
    ) -> None:
        (autre,), _ = invitations.inviter(campagne.pk, [BOURG], acteur=acteur(monde.conseiller))
        ouvrir(client, repondant)
        assert client.get(reverse("bilans:bilan", args=[repondant.bilan_id])).status_code == 200
        assert client.get(reverse("bilans:bilan", args=[autre.bilan_id])).status_code == 404
        for nom in ("accueil:a_faire", "declarations:suivi", "mfa_index"):
            assert reverse("account_login") in client.get(reverse(nom))["Location"]

    def test_par_lui_on_repond_et_le_nom_de_qui_repond_est_garde(
        self, client: Client, repondant: Repondant
    ) -> None:
        ouvrir(client, repondant)
        section = reverse("bilans:section", args=[repondant.bilan_id, "identification"])
        page = client.get(section)
        assertContains(page, "Commune")
        assertContains(page, f'name="personne" value="{repondant.utilisateur_id}"')
        champs = {"commune": "Aime-la-Plagne", "revision": "0"}
        reponse = client.post(section, {**champs, "personne": str(repondant.utilisateur_id)})
        assert reponse.status_code == 302
        feuille = Bilan.objects.get(pk=repondant.bilan_id).feuille
        assert feuille.donnees == {"commune": "Aime-la-Plagne"}
        assert feuille.modifie_par.email == AIME.courriel
        assert "private" in client.get(section)["Cache-Control"]

    def test_il_ne_donne_aucun_droit_du_compte(self, monde: Monde, repondant: Repondant) -> None:
        """The colleague's account may do much; the link of the same address only answers."""
        par_lien = ActeurParLien(monde.conseiller, MAINTENANT, repondant.bilan_id)
        bilan = Bilan.objects.get(pk=repondant.bilan_id)
        assert acteurs_sur(par_lien, bilan) == {ActeurBilan.REPONDANT, ActeurBilan.EMETTEUR}
        assert not par_lien.habilitations
        assert not par_lien.est_agent
        assert list(Bilan.objects.visibles_par(par_lien)) == [bilan]

    def test_sans_compte_on_ne_demande_pas_de_mot_de_passe(
        self, client: Client, repondant: Repondant
    ) -> None:
        avant = Courriel.objects.count()
        client.post(reverse("account_reset_password"), {"email": AIME.courriel})
        envoyes = Courriel.objects.order_by("pk")[avant:]
        assert not any("key" in c.texte or "/cle/" in c.texte for c in envoyes)
        assert not Utilisateur.objects.get(email=AIME.courriel).is_active


class TestRelancer:
    def test_les_autres_seulement_et_une_fois_par_jour(
        self, monde: Monde, campagne: CampagneBilan, repondant: Repondant
    ) -> None:
        qui = acteur(monde.conseiller)
        assert invitations.relancer_les_autres(campagne.pk, acteur=qui) == 0
        demain = acteur(monde.conseiller, MAINTENANT + timedelta(days=2))
        assert invitations.relancer_les_autres(campagne.pk, acteur=demain) == 1
        assert invitations.relancer_les_autres(campagne.pk, acteur=demain) == 0
        assert "n’est pas encore transmis" in dernier_courriel(AIME.courriel).texte


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
