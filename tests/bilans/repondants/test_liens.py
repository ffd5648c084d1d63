"""Personal links: let in once per device, revoked, replaced, and what they open."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from bilans.models import Bilan, CampagneBilan, CodeAppareil, Repondant
from bilans.regles.etats import ActeurBilan
from bilans.repondants.services import invitations
from bilans.repondants.services.appareils import envoyer_un_code, essayer
from bilans.repondants.services.liens import jeton_de
from bilans.services.acteurs import acteurs_sur
from habilitations.models import Utilisateur
from portal.dossiers.par_lien import ActeurParLien
from portal.socle.models import Courriel
from portal.socle.refus import ActionRefusee
from tests.bilans.repondants.invites import AIME, BOURG, code_recu, ouvrir
from tests.monde import MAINTENANT, Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


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
        assert bilan.est_visible_par(par_lien)
        assert not Bilan(pk=bilan.pk + 1, caf=bilan.caf).est_visible_par(par_lien)

    def test_sans_compte_on_ne_demande_pas_de_mot_de_passe(
        self, client: Client, repondant: Repondant
    ) -> None:
        avant = Courriel.objects.count()
        client.post(reverse("account_reset_password"), {"email": AIME.courriel})
        envoyes = Courriel.objects.order_by("pk")[avant:]
        assert not any("key" in c.texte or "/cle/" in c.texte for c in envoyes)
        assert not Utilisateur.objects.get(email=AIME.courriel).is_active

    def test_deux_communes_se_remplissent_cote_a_cote(
        self, client: Client, monde: Monde, campagne: CampagneBilan, repondant: Repondant
    ) -> None:
        """The same address for both: a link opened in another tab closes nothing."""
        voisine = replace(BOURG, courriel=AIME.courriel)
        (autre,), _ = invitations.inviter(campagne.pk, [voisine], acteur=acteur(monde.conseiller))
        ouvrir(client, repondant)
        ouvrir(client, autre)
        for lien in (repondant, autre):
            section = reverse("bilans:section", args=[lien.bilan_id, "identification"])
            qui = str(lien.utilisateur_id)
            envoi = {"commune": "Aime", "revision": "0", "personne": qui}
            assert client.post(section, envoi).status_code == 302
        invitations.revoquer(
            autre.pk, acteur=acteur(monde.conseiller), motif="Une seule suffit ici."
        )
        assert client.get(reverse("bilans:bilan", args=[repondant.bilan_id])).status_code == 200
        page = client.get(reverse("bilans:bilan", args=[autre.bilan_id]))
        assert reverse("account_login") in page["Location"]
