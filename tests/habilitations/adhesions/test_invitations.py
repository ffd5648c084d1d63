"""The personal link of an adhesion: sent, replaced, revoked, and what following it allows."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains

from habilitations.adhesions.services import cloture, invitations
from habilitations.models import DossierAdhesion, InvitationAdhesion
from portal.socle.models import Courriel, LigneJournal
from portal.socle.refus import DemandeInvalide
from portal.socle.relecture import Relu, Retire
from tests.habilitations.adhesions.dossiers import DEMANDE, MOTIF, acceptee, ouvert, recue
from tests.habilitations.adhesions.liens import CONNEXION, envoye, jeton_recu, lien_recu, suivi_par
from tests.monde import MAINTENANT, Monde, acteur
from tests.refus import acte_impossible, acte_interdit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


class TestEnvoyer:
    def test_le_lien_part_et_n_est_garde_nulle_part(
        self, monde: Monde, dossier: DossierAdhesion, settings: Any
    ) -> None:
        settings.DEMO = False
        invitation = envoye(monde, dossier)
        jeton = jeton_recu()
        assert invitation.expire_le == MAINTENANT + timedelta(hours=72)
        assert jeton not in str(InvitationAdhesion.objects.values().get())
        assert Courriel.objects.get().confidentiel
        assert LigneJournal.objects.latest("pk").action == "adhesion.lien_envoye"

    def test_un_second_clic_n_envoie_rien_de_plus(
        self, monde: Monde, dossier: DossierAdhesion
    ) -> None:
        assert envoye(monde, dossier) == envoye(monde, dossier)
        assert Courriel.objects.count() == 1

    def test_un_autre_lien_remplace_le_premier(
        self, monde: Monde, dossier: DossierAdhesion, client: Client
    ) -> None:
        envoye(monde, dossier)
        premier, courriel = lien_recu(), Courriel.objects.get()
        envoye(monde, dossier, "maire@alizes.test")
        assertContains(client.get(premier), "Ce lien n’ouvre rien", status_code=404)
        assert client.get(lien_recu()).status_code == 200
        assert isinstance(invitations.relire_invitation(courriel, MAINTENANT), Retire)
        dernier = Courriel.objects.latest("pk")
        assert isinstance(invitations.relire_invitation(dernier, MAINTENANT), Relu)

    def test_ni_par_un_autre_ni_a_une_adresse_qui_n_en_est_pas_une(
        self, monde: Monde, dossier: DossierAdhesion
    ) -> None:
        with pytest.raises(DemandeInvalide, match="adresse électronique complète"):
            envoye(monde, dossier, "presidente")
        with acte_interdit():
            invitations.envoyer(
                dossier.pk, courriel=DEMANDE.courriel, acteur=acteur(monde.conseiller)
            )
        with acte_interdit():
            invitations.envoyer(
                dossier.pk,
                courriel=DEMANDE.courriel,
                acteur=acteur(suivi_par(monde, dossier)),
            )

    def test_pas_pour_un_dossier_clos(self, monde: Monde, dossier: DossierAdhesion) -> None:
        cloture.classer_sans_suite(dossier.pk, motif=MOTIF, acteur=acteur(monde.responsable))
        with acte_impossible("classé sans suite"):
            envoye(monde, dossier)


class TestRevoquer:
    def test_qui_suivait_ne_voit_ni_n_ecrit_plus(
        self, monde: Monde, dossier: DossierAdhesion, client: Client
    ) -> None:
        qui = suivi_par(monde, dossier)
        piece = recue(monde, dossier, qui=qui)
        assert piece.recue_par == qui
        responsable, invitation = acteur(monde.responsable), InvitationAdhesion.objects.get()
        for _ in range(2):
            invitations.revoquer(dossier.pk, invitation.pk, motif=MOTIF, acteur=responsable)
        assert LigneJournal.objects.filter(action="adhesion.lien_revoque").count() == 1
        client.force_login(qui, CONNEXION)
        assert client.get(reverse("adhesions:dossier", args=[dossier.pk])).status_code == 404
        with acte_interdit():
            recue(monde, dossier, qui=qui)

    def test_pas_encore_ouvert_il_n_ouvre_plus_rien(
        self, monde: Monde, dossier: DossierAdhesion, client: Client
    ) -> None:
        invitation = envoye(monde, dossier)
        client.force_login(monde.responsable, CONNEXION)
        adresse = reverse("adhesions:revoquer_lien", args=[dossier.pk, invitation.pk])
        client.post(adresse, {"motif": MOTIF})
        assertContains(
            client.get(reverse("adhesions:dossier", args=[dossier.pk])), "Révoqué le 3 février 2026"
        )
        client.logout()
        assert client.get(lien_recu()).status_code == 404


def test_le_partenaire_depose_et_ne_decide_pas(monde: Monde, client: Client) -> None:
    dossier = ouvert(monde)
    qui = suivi_par(monde, dossier)
    piece = recue(monde, dossier, qui=qui)
    client.force_login(qui, CONNEXION)
    page = client.get(reverse("adhesions:dossier", args=[dossier.pk])).content.decode()
    assert "À vérifier" in page
    assert "Envoyer un" not in page
    for nom, args in (
        ("examiner", [dossier.pk, piece.pk]),
        ("sans_suite", [dossier.pk]),
        ("inviter", [dossier.pk]),
    ):
        assert client.get(reverse(f"adhesions:{nom}", args=args)).status_code == 403
    acceptee(monde, ouvert(monde, siret=monde.voisins.gestionnaire.siret))
    conclure = reverse("bilans:conclure_adhesion", args=[dossier.pk])
    assert client.post(conclure).status_code == 403
