"""The personal link of an adhesion, opened: once, by whom it was sent to; others learn nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from habilitations.adhesions.services import cloture, invitations
from habilitations.models import DossierAdhesion, InvitationAdhesion, Utilisateur
from habilitations.permissions import Acteur
from portal.socle.refus import ActionRefusee
from tests.habilitations.adhesions.dossiers import DEMANDE, MOTIF, ouvert
from tests.habilitations.adhesions.liens import CONNEXION, envoye, jeton_recu, lien_recu
from tests.monde import MAINTENANT, MOT_DE_PASSE, Monde, acteur, nouveau_monde, personne

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]
COMPTE = {
    "prenom": "Paule",
    "nom": "Présidente",
    "telephone": "",
    "password1": MOT_DE_PASSE,
    "password2": MOT_DE_PASSE,
}


class TestOuvrir:
    def test_un_compte_s_ouvre_et_suit_son_dossier_et_rien_d_autre(
        self, monde: Monde, dossier: DossierAdhesion, client: Client
    ) -> None:
        envoye(monde, dossier)
        page = client.get(lien_recu())
        assertContains(page, "Association Les Alizés")
        assert page["Referrer-Policy"] == "same-origin"
        assert "no-store" in page["Cache-Control"]

        fiche = reverse("adhesions:dossier", args=[dossier.pk])
        assertRedirects(client.post(lien_recu(), COMPTE), fiche)
        utilisateur = Utilisateur.objects.get(email=DEMANDE.courriel)
        assert utilisateur.check_password(MOT_DE_PASSE)
        assert not Acteur(utilisateur, MAINTENANT).habilitations
        page = client.get(fiche)
        assertContains(page, "Déposer")
        assertContains(page, "En attente de")
        assert "Classer sans suite" not in page.content.decode()
        assertContains(client.get(reverse("adhesions:liste")), "Mes adhésions")
        autre = ouvert(monde, siret=monde.voisins.gestionnaire.siret)
        assert client.get(reverse("adhesions:dossier", args=[autre.pk])).status_code == 404

    def test_rejoue_il_n_ouvre_rien_qu_a_son_compte(
        self, monde: Monde, dossier: DossierAdhesion, client: Client
    ) -> None:
        envoye(monde, dossier)
        client.post(lien_recu(), COMPTE)
        assertRedirects(client.get(lien_recu()), reverse("adhesions:dossier", args=[dossier.pk]))
        for methode in ("get", "post"):
            reponse = getattr(Client(), methode)(lien_recu(), COMPTE)
            assertContains(reponse, "Ce lien n’ouvre rien", status_code=404)
        assert Utilisateur.objects.filter(email=DEMANDE.courriel).count() == 1

    @pytest.mark.parametrize(
        ("champs", "dit"),
        [
            ({"password2": "Un-autre-mot-de-passe-2026"}, "mots de passe ne correspondent pas"),
            ({"password1": "azertyuiop12", "password2": "azertyuiop12"}, "trop courant"),
            ({"prenom": " "}, "Indiquez votre prénom."),
        ],
    )
    def test_une_saisie_refusee_n_use_pas_le_lien(
        self, monde: Monde, dossier: DossierAdhesion, client: Client, champs: dict, dit: str
    ) -> None:
        envoye(monde, dossier)
        assertContains(client.post(lien_recu(), COMPTE | champs), dit, status_code=422)
        assert client.get(lien_recu()).status_code == 200
        assert not Utilisateur.objects.filter(email=DEMANDE.courriel).exists()

    def test_un_compte_existant_se_rattache_apres_connexion_seulement(
        self, monde: Monde, dossier: DossierAdhesion, client: Client
    ) -> None:
        qui = monde.passerelles.approbateur
        envoye(monde, dossier, qui.email)
        page = client.get(lien_recu())
        assertContains(page, f"{reverse('account_login')}?next=")
        assertContains(client.post(lien_recu(), COMPTE), "Un compte existe déjà")
        client.force_login(qui, CONNEXION)
        assertContains(client.get(lien_recu()), "Suivre cette adhésion")
        assert not Acteur(qui, MAINTENANT).adhesions_suivies
        client.post(lien_recu())
        assert Acteur(qui, MAINTENANT).adhesions_suivies == {dossier.pk}

    @pytest.mark.parametrize("qui", ["activite", "responsable"])
    def test_le_lien_d_un_autre_n_apprend_rien(
        self, monde: Monde, dossier: DossierAdhesion, client: Client, qui: str
    ) -> None:
        """Passed on to somebody else; or sent by mistake to an agent’s own address."""
        utilisateur = getattr(monde.passerelles, qui, None) or getattr(monde, qui)
        adresse = utilisateur.email if qui == "responsable" else DEMANDE.courriel
        envoye(monde, dossier, adresse)
        client.force_login(utilisateur, CONNEXION)
        forge = client.get(reverse("adhesions:rejoindre", args=["x" * 43])).content
        for reponse in (client.get(lien_recu()), client.post(lien_recu())):
            assert reponse.status_code == 404
            assert b"Aliz" not in reponse.content
            assert len(reponse.content) == len(forge)
        assert not InvitationAdhesion.objects.get().utilisee_le

    def test_expire_ou_sur_un_dossier_clos(
        self, monde: Monde, dossier: DossierAdhesion, client: Client
    ) -> None:
        envoye(monde, dossier)
        with time_machine.travel(MAINTENANT + timedelta(hours=72), tick=False):
            assert client.get(lien_recu()).status_code == 404
        cloture.classer_sans_suite(dossier.pk, motif=MOTIF, acteur=acteur(monde.responsable))
        assert client.get(lien_recu()).status_code == 404
        with pytest.raises(ActionRefusee, match="n’ouvre rien"):
            invitations.rattacher(jeton_recu(), acteur=acteur(personne("x")))


@pytest.mark.django_db(transaction=True)
def test_deux_fois_en_meme_temps_un_seul_compte() -> None:
    monde = nouveau_monde()
    envoye(monde, ouvert(monde))
    jeton = jeton_recu()

    def ouvrir(_: int) -> str:
        try:
            invitations.ouvrir_un_compte(
                jeton,
                prenom="Paule",
                nom="Présidente",
                telephone="",
                mot_de_passe=MOT_DE_PASSE,
                maintenant=MAINTENANT,
            )
        except ActionRefusee:
            return "refusé"
        finally:
            connection.close()
        return "ouvert"

    with ThreadPoolExecutor(2) as bassin:
        assert sorted(bassin.map(ouvrir, range(2))) == ["ouvert", "refusé"]
