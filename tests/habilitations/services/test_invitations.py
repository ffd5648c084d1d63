"""Granting a right to an address: the account, the e-mail, the link that serves once."""

import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from habilitations.models import Habilitation, Role, Utilisateur
from habilitations.services.accord import refus_d_accorder
from habilitations.services.invitations import Invite, accorder_a
from portal.socle.models import Courriel, LigneJournal
from portal.socle.refus import ActionRefusee, DemandeInvalide
from tests.habilitations.services.actes import chez, delegue, motif_de
from tests.monde import JOUR, MAINTENANT, Monde, acteur

ZOE = Invite("Zoe@Exemple.test ", "Zoé", "Zola", "0102030405")
PHRASE = "quatre-mots-sans-rapport-2026"


def inviter(monde: Monde, qui: Invite = ZOE, **champs: Any) -> Habilitation:
    demande = {"role": Role.APPROBATEUR, "equipements": None, "du": JOUR, "au": None}
    par = {"acteur": acteur(monde.responsable)}
    return accorder_a(qui, **{**chez(monde), **demande, **par, **champs})


def _lettre(qui: Utilisateur) -> Courriel:
    return Courriel.objects.get(destinataire=qui.email)


def lien_de(courriel: Courriel) -> str:
    trouve = re.search(r"https?://[^/]+(/\S+)", courriel.texte)
    assert trouve
    return trouve[1]


@pytest.mark.django_db
class TestInvitations:
    def test_un_compte_nouveau_est_ouvert_par_un_lien_qui_sert_une_fois(
        self, monde: Monde, settings: Any
    ) -> None:
        settings.DEMO = False  # which shows its e-mails
        droit = inviter(monde)
        zoe = droit.utilisateur
        assert motif_de(droit) is None
        assert (zoe.email, zoe.nom_complet) == ("zoe@exemple.test", "Zoé Zola")
        assert not zoe.has_usable_password()
        courriel = Courriel.objects.get(destinataire=zoe.email)
        assert courriel.confidentiel
        assert "Approbateur" in courriel.texte
        assert "72 heures" in courriel.texte
        assert LigneJournal.objects.filter(action="compte.ouvert", objet_id=zoe.pk).count() == 1
        assert choisir(lien_de(courriel)) == 302
        zoe.refresh_from_db()
        assert zoe.check_password(PHRASE)
        assert "n’est plus valable" in suivre(lien_de(courriel))

    def test_le_lien_expire(self, monde: Monde) -> None:
        with time_machine.travel(MAINTENANT, tick=False):
            inviter(monde)
        apres = MAINTENANT.replace(day=MAINTENANT.day + 4)
        assert "n’est plus valable" in suivre(lien_de(Courriel.objects.get()), apres)

    def test_ni_forge_ni_fait_pour_un_autre(self, monde: Monde) -> None:
        """A key serves whom it was made for, letter for letter."""
        yan = inviter(monde, Invite("yan@exemple.test", "Yan", "Yvon")).utilisateur
        zoe = inviter(monde).utilisateur
        chemin, _, cle_de_yan = lien_de(_lettre(yan)).rstrip("/").rpartition("-")
        de_zoe, _, cle_de_zoe = lien_de(_lettre(zoe)).rstrip("/").rpartition("-")
        assert chemin != de_zoe
        autre = "a" if cle_de_zoe[-1] != "a" else "b"
        forges = (
            f"{de_zoe}-{cle_de_yan}/",
            f"{chemin}-{cle_de_zoe}/",
            f"{de_zoe}-{cle_de_zoe[:-1]}{autre}/",
            f"{de_zoe}-set-password/",
        )
        for forge in forges:
            assert "n’est plus valable" in suivre(forge), forge
        for qui in (yan, zoe):
            qui.refresh_from_db()
            assert not qui.has_usable_password()
        assert choisir(f"{de_zoe}-{cle_de_zoe}/") == 302

    def test_le_meme_droit_deux_fois_n_ecrit_qu_une_fois(self, monde: Monde) -> None:
        assert inviter(monde) == inviter(monde)
        assert Courriel.objects.count() == 1
        assert Utilisateur.objects.filter(nom="Zola").count() == 1

    def test_un_compte_qui_existe_garde_ses_noms_et_recoit_un_avis_sans_lien(
        self, monde: Monde
    ) -> None:
        alice = monde.passerelles.activite
        droit = inviter(monde, Invite(alice.email.upper(), "Autre", "Nom"))
        assert droit.utilisateur == alice
        alice.refresh_from_db()
        assert alice.nom_complet == "Alice Activité"
        courriel = Courriel.objects.get(destinataire=alice.email)
        assert "mot de passe" not in courriel.texte
        assert not courriel.confidentiel

    def test_rien_ne_reste_d_un_refus(self, monde: Monde) -> None:
        with pytest.raises(DemandeInvalide):
            inviter(monde, equipements=frozenset({monde.er_voisin.pk}))
        with pytest.raises(ActionRefusee) as refus:
            inviter(monde, acteur=acteur(monde.conseiller))
        assert refus.value.interdite
        assert not Utilisateur.objects.filter(nom="Zola").exists()
        assert not Courriel.objects.exists()

    def test_le_partenaire_n_apprend_pas_qu_un_compte_est_ferme(self, monde: Monde) -> None:
        _, gerante = delegue(monde)
        voisin = monde.voisins.finances
        Utilisateur.objects.filter(pk=voisin.pk).update(is_active=False)
        ferme = Invite(voisin.email, "F", "F")
        with pytest.raises(ActionRefusee, match="demandez-le au responsable"):
            inviter(monde, ferme, acteur=gerante)
        with pytest.raises(DemandeInvalide, match="fermé"):
            inviter(monde, ferme)

    def test_sous_delegation(self, monde: Monde) -> None:
        delegation, gerante = delegue(monde)
        droit = inviter(monde, acteur=gerante)
        assert droit.delegation == delegation
        assert droit.accordee_par == gerante.utilisateur
        assert motif_de(droit) is None
        with pytest.raises(ActionRefusee, match="ne porte pas sur ce rôle"):
            inviter(monde, role=Role.FOURNISSEUR_FINANCES, acteur=gerante)

    def test_pourquoi_rien_ne_s_accorde(self, monde: Monde) -> None:
        base = monde.passerelles.approbateur.habilitations.get().base
        assert refus_d_accorder(base, acteur(monde.responsable)) is None
        assert refus_d_accorder(base, acteur(monde.conseiller)).interdit
        base.fin_le = JOUR.replace(year=2025)
        refus = refus_d_accorder(base, acteur(monde.responsable))
        assert refus
        assert not refus.interdit


def suivre(lien: str, maintenant: Any = MAINTENANT) -> str:
    with time_machine.travel(maintenant, tick=False):
        return Client().get(lien, follow=True).content.decode()


def choisir(lien: str) -> int:
    """Choose a password by a link, as its owner does."""
    client = Client()
    with time_machine.travel(MAINTENANT, tick=False):
        page = client.get(lien, follow=True)
        adresse = page.redirect_chain[-1][0]
        return client.post(adresse, {"password1": PHRASE, "password2": PHRASE}).status_code
