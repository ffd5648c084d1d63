"""A link given again: to somebody else once revoked, once expired, when the Caf asks for more."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains

from bilans.models import Bilan, CampagneBilan, Repondant
from bilans.repondants.regles.liste import LigneListe
from bilans.repondants.services import invitations
from bilans.repondants.services.liens import jeton_de
from bilans.services.campagnes import Dates, dater, suspendre
from bilans.services.complements import demander_complement
from bilans.services.derogations import accorder_derogation
from portal.socle.refus import ActionRefusee
from tests.bilans.remplir import transmettre
from tests.bilans.repondants.invites import AIME, BOURG, dernier_courriel
from tests.monde import MAINTENANT, Monde, acteur

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
MOTIF = "La commune a changé d’interlocuteur."
SUCCESSEUR = LigneListe(1, AIME.siret, "Aime", "dgs@aime.test", "Denis", "Dubois")


def revoquer(repondant: Repondant, monde: Monde) -> None:
    invitations.revoquer(repondant.pk, acteur=acteur(monde.conseiller), motif=MOTIF)


def ouvre(client: Client, repondant: Repondant) -> int:
    return client.get(reverse("repondants:lien", args=[jeton_de(repondant)])).status_code


class TestApresUneRevocation:
    def test_une_autre_personne_reprend_le_bilan_la_ou_il_en_est(
        self, client: Client, monde: Monde, campagne: CampagneBilan, repondant: Repondant
    ) -> None:
        revoquer(repondant, monde)
        qui = acteur(monde.conseiller)
        invites, restent = invitations.inviter(campagne.pk, [SUCCESSEUR, BOURG], acteur=qui)
        suivant = invites[0]
        assert suivant.bilan == repondant.bilan
        assert ouvre(client, suivant) == 200
        assert ouvre(client, repondant) == 410
        assert "vous demande de répondre" in dernier_courriel(SUCCESSEUR.courriel).texte
        assert restent == []
        assert Bilan.objects.filter(campagne=campagne).count() == 2

    def test_la_meme_liste_deux_fois_n_invite_qu_une_fois(
        self, monde: Monde, campagne: CampagneBilan, repondant: Repondant
    ) -> None:
        revoquer(repondant, monde)
        qui = acteur(monde.conseiller)
        assert len(invitations.inviter(campagne.pk, [SUCCESSEUR], acteur=qui)[0]) == 1
        assert invitations.inviter(campagne.pk, [SUCCESSEUR], acteur=qui) == ([], [SUCCESSEUR])

    def test_une_commune_qui_a_transmis_n_est_plus_invitee(
        self, monde: Monde, campagne: CampagneBilan, repondant: Repondant
    ) -> None:
        transmettre(repondant.bilan, None, par=repondant.utilisateur)
        revoquer(repondant, monde)
        qui = acteur(monde.conseiller)
        assert invitations.inviter(campagne.pk, [SUCCESSEUR], acteur=qui) == ([], [SUCCESSEUR])

    def test_la_fenetre_close_on_invite_encore_a_completer(
        self, monde: Monde, campagne: CampagneBilan, repondant: Repondant
    ) -> None:
        transmettre(repondant.bilan, None, par=repondant.utilisateur)
        tard = MAINTENANT + (campagne.ferme_le - MAINTENANT.date()) + timedelta(days=3)
        completer(repondant, monde, tard)
        revoquer(repondant, monde)
        qui = acteur(monde.conseiller, tard)
        with pytest.raises(ActionRefusee, match="pas ouverte"):
            invitations.inviter(campagne.pk, [BOURG], acteur=qui)
        assert len(invitations.inviter(campagne.pk, [SUCCESSEUR], acteur=qui)[0]) == 1
        assert "vous demande de compléter" in dernier_courriel(SUCCESSEUR.courriel).texte

    def test_le_suivi_compte_des_communes(
        self, client: Client, monde: Monde, campagne: CampagneBilan, repondant: Repondant
    ) -> None:
        revoquer(repondant, monde)
        (suivant,), _ = invitations.inviter(
            campagne.pk, [SUCCESSEUR], acteur=acteur(monde.conseiller)
        )
        transmettre(suivant.bilan, None, par=suivant.utilisateur)
        client.force_login(monde.conseiller)
        comptes = client.get(reverse("repondants:suivi", args=[campagne.pk])).context["comptes"]
        assert (comptes["invites"], comptes["transmis"]) == (1, 1)


def completer(repondant: Repondant, monde: Monde, le: datetime = MAINTENANT) -> None:
    demander_complement(
        repondant.bilan_id,
        acteur=acteur(monde.conseiller, le),
        motif="Le nombre de places de la crèche",
        pour_le=le.date() + timedelta(days=10),
        tout=True,
    )


class TestTantQuUneReponseEstAttendue:
    @pytest.fixture
    def expire(self, repondant: Repondant) -> Repondant:
        Repondant.objects.update(expire_le=MAINTENANT.date() - timedelta(days=1))
        repondant.refresh_from_db()
        return repondant

    def test_un_nouveau_lien_s_ouvre(self, client: Client, monde: Monde, expire: Repondant) -> None:
        assert ouvre(client, expire) == 410
        neuf = invitations.renvoyer(expire.pk, acteur=acteur(monde.conseiller))
        assert ouvre(client, neuf) == 200

    def test_un_complement_rouvre_le_lien_et_le_dit(
        self, client: Client, monde: Monde, expire: Repondant
    ) -> None:
        transmettre(expire.bilan, None, par=expire.utilisateur)
        Repondant.objects.update(expire_le=MAINTENANT.date() - timedelta(days=1))
        completer(expire, monde)
        assert ouvre(client, expire) == 200
        assert "vous demande un complément" in dernier_courriel(AIME.courriel).texte

    def test_une_derogation_le_rouvre(
        self, client: Client, monde: Monde, campagne: CampagneBilan, expire: Repondant
    ) -> None:
        CampagneBilan.objects.update(
            echeance_le=campagne.ouvre_le, ferme_le=campagne.ouvre_le + timedelta(days=1)
        )
        accorder_derogation(
            expire.bilan_id,
            acteur=acteur(monde.conseiller),
            motif="Une panne de réseau à la mairie",
            expire_le=MAINTENANT.date() + timedelta(days=5),
        )
        assert ouvre(client, expire) == 200

    def test_d_autres_dates_le_prolongent(
        self, client: Client, monde: Monde, campagne: CampagneBilan, expire: Repondant
    ) -> None:
        ferme_le = campagne.ferme_le + timedelta(days=200)
        dater(
            campagne.pk,
            acteur=acteur(monde.conseiller),
            dates=Dates(campagne.ouvre_le, campagne.echeance_le, ferme_le),
            motif="Les communes demandent un délai",
        )
        assert ouvre(client, expire) == 200
        expire.refresh_from_db()
        assert expire.expire_le > ferme_le


class TestCeQueDitLeCourriel:
    def test_a_qui_a_transmis_on_ne_demande_rien(self, monde: Monde, repondant: Repondant) -> None:
        transmettre(repondant.bilan, None, par=repondant.utilisateur)
        invitations.renvoyer(repondant.pk, acteur=acteur(monde.conseiller))
        ecrit = dernier_courriel(AIME.courriel).texte
        assert "vous demande de répondre" not in ecrit
        assert "Vous pouvez répondre" not in ecrit
        assert "n’attend pas de réponse" in ecrit

    def test_campagne_suspendue_il_ne_demande_rien(
        self, monde: Monde, campagne: CampagneBilan, repondant: Repondant
    ) -> None:
        qui = acteur(monde.conseiller)
        suspendre(campagne.pk, acteur=qui, motif="Le questionnaire est à revoir")
        invitations.renvoyer(repondant.pk, acteur=qui)
        ecrit = dernier_courriel(AIME.courriel).texte
        assert "vous demande" not in ecrit
        assert "Vous pouvez répondre" not in ecrit
        assert "n’attend pas de réponse" in ecrit

    def test_l_echeance_passee_il_dit_jusqu_a_quand_transmettre(
        self, monde: Monde, campagne: CampagneBilan, repondant: Repondant
    ) -> None:
        hier = MAINTENANT.date() - timedelta(days=1)
        CampagneBilan.objects.update(ouvre_le=hier, echeance_le=hier)
        invitations.renvoyer(repondant.pk, acteur=acteur(monde.conseiller))
        ecrit = dernier_courriel(AIME.courriel).texte
        assert "était attendue pour le" in ecrit
        assert "vous pouvez encore la transmettre jusqu’au" in ecrit


def test_une_commune_revoquee_se_lit_invitee_de_nouveau(
    client: Client, monde: Monde, campagne: CampagneBilan, repondant: Repondant
) -> None:
    revoquer(repondant, monde)
    client.force_login(monde.conseiller)
    lignes = f"{AIME.siret};Aime;dgs@aime.test;Denis;Dubois"
    page = client.post(
        reverse("repondants:inviter", args=[campagne.pk]),
        {"lignes": lignes, "etape": "confirmer"},
        follow=True,
    )
    assertContains(page, "1\u00a0invitation envoyée")
