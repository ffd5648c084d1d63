"""The directory of a Caf opens an account by a link made once, and by nothing else."""

from types import SimpleNamespace

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from habilitations.identites import services
from habilitations.identites.reglages import NATIONAL
from habilitations.models import Utilisateur
from portal.socle.models import Courriel, LigneJournal
from tests.habilitations.identites.fournisseur import Annuaire
from tests.habilitations.identites.navigateur import (
    ALLER,
    CLE,
    MON_ANNUAIRE,
    confirmer,
    connecte,
    est_dedans,
    lier,
    passer,
)
from tests.monde import Monde

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("essais_oublies")]


def test_on_lie_une_fois_puis_l_annuaire_ouvre(annuaire: Annuaire, monde: Monde) -> None:
    qui = monde.conseiller
    client = connecte(qui)
    assert "Non lié" in client.get(MON_ANNUAIRE).content.decode()
    assert "Confirmer votre identité" in passer(client, annuaire).content.decode()
    assert not SocialAccount.objects.exists()  # a session left open links nothing
    page = confirmer(client).content.decode()
    assert "Votre compte est lié à l’annuaire" in page
    assert "Délier mon compte" in page
    lien = SocialAccount.objects.get()
    assert (lien.user, lien.provider, lien.uid) == (qui, CLE, "s-1")
    # Nothing is kept of a person but what the link needs.
    assert set(lien.extra_data["id_token"]) == {"iss", "sub", "caf"}
    assert LigneJournal.objects.filter(action="compte.annuaire_lie", objet_id=qui.pk).count() == 1
    assert "Un annuaire ouvre maintenant votre compte" in Courriel.objects.get().objet

    autre = Client()
    assert "l’annuaire de la Caf de Savoie" in autre.get(reverse("account_login")).content.decode()
    passer(autre, annuaire)
    assert est_dedans(autre)
    assert int(autre.session["_auth_user_id"]) == qui.pk


def test_le_second_facteur_du_portail_reste_demande(annuaire: Annuaire, monde: Monde) -> None:
    lier(monde.conseiller, annuaire)
    TOTP.activate(monde.conseiller, generate_totp_secret())
    client = Client()
    assert "Double authentification" in passer(client, annuaire).content.decode()
    assert not est_dedans(client)


def test_une_adresse_ne_suffit_jamais(annuaire: Annuaire, monde: Monde) -> None:
    """Whoever keeps the directory writes there the address that they like."""
    combien = Utilisateur.objects.count()
    annuaire.dits |= {"email": monde.conseiller.email, "email_verified": True}
    client = Client()
    reponse = passer(client, annuaire)
    assert reponse.status_code == 403
    assert services.JAMAIS_LIEE in reponse.content.decode()
    assert not est_dedans(client)
    assert (Utilisateur.objects.count(), SocialAccount.objects.count()) == (combien, 0)


@pytest.mark.parametrize(
    ("caf", "pris"),
    [("73", True), (["38", "73"], True), ("38", False), (73.5, False), ("", False), (None, False)],
)
def test_l_annuaire_doit_nommer_sa_caf(
    annuaire: Annuaire, monde: Monde, caf: object, pris: bool
) -> None:
    lier(monde.conseiller, annuaire)
    annuaire.dits["caf"] = caf
    client = Client()
    reponse = passer(client, annuaire)
    assert est_dedans(client) is pris
    if not pris:
        assert services.AUTRE_CAF in reponse.content.decode()


def test_qui_n_est_pas_agent_de_cette_caf_n_y_lie_rien(annuaire: Annuaire, monde: Monde) -> None:
    for qui in (monde.passerelles.activite, monde.conseiller_nord, monde.national):
        client = connecte(qui)
        assert client.get(MON_ANNUAIRE).status_code == 404
        assert services.PAS_AGENT in passer(client, annuaire).content.decode()
    assert not SocialAccount.objects.exists()


def test_l_annuaire_de_la_cnaf_n_ouvre_qu_a_ses_administrateurs(
    annuaire: Annuaire, monde: Monde, settings: SimpleNamespace
) -> None:
    un = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    un["settings"] |= {"caf": NATIONAL, "valeur": "cnaf"}
    annuaire.dits["caf"] = "cnaf"
    refuse = connecte(monde.conseiller)
    assert services.PAS_AGENT in passer(refuse, annuaire).content.decode()
    lier(monde.national, annuaire)
    client = Client()
    passer(client, annuaire)
    assert est_dedans(client)
    assert int(client.session["_auth_user_id"]) == monde.national.pk
    monde.national.affectations.all().delete()
    dehors = Client()
    assert services.PAS_AGENT in passer(dehors, annuaire).content.decode()
    assert not est_dedans(dehors)


def test_qui_ne_l_est_plus_n_entre_plus(annuaire: Annuaire, monde: Monde) -> None:
    lier(monde.conseiller, annuaire)
    monde.conseiller.affectations.all().delete()
    client = Client()
    assert services.PAS_AGENT in passer(client, annuaire).content.decode()
    assert not est_dedans(client)


def test_un_compte_ferme_ne_s_ouvre_pas(annuaire: Annuaire, monde: Monde) -> None:
    lier(monde.conseiller, annuaire)
    Utilisateur.objects.filter(pk=monde.conseiller.pk).update(is_active=False)
    client = Client()
    passer(client, annuaire)
    assert not est_dedans(client)


def test_une_identite_n_ouvre_qu_un_compte_et_un_compte_n_en_a_qu_une(
    annuaire: Annuaire, monde: Monde
) -> None:
    lier(monde.conseiller, annuaire)
    autre = connecte(monde.remplacant)
    assert services.A_UN_AUTRE in passer(autre, annuaire).content.decode()
    annuaire.dits["sub"] = "s-2"
    assert services.UNE_AUTRE in passer(connecte(monde.conseiller), annuaire).content.decode()
    assert [lien.uid for lien in SocialAccount.objects.all()] == ["s-1"]


def test_on_delie_et_l_annuaire_n_ouvre_plus(annuaire: Annuaire, monde: Monde) -> None:
    client = lier(monde.conseiller, annuaire)
    for _ in range(2):  # a second click changes nothing
        client.post(reverse("delier_annuaire", args=[CLE]))
    assert not SocialAccount.objects.exists()
    assert LigneJournal.objects.filter(action="compte.annuaire_delie").count() == 1
    assert Courriel.objects.filter(objet__contains="n’ouvre plus votre compte").count() == 1
    assert services.JAMAIS_LIEE in passer(Client(), annuaire).content.decode()


def test_sans_mot_de_passe_on_ne_delie_pas(annuaire: Annuaire, monde: Monde) -> None:
    client = lier(monde.conseiller, annuaire)
    monde.conseiller.set_unusable_password()
    monde.conseiller.save()
    client = Client()
    passer(client, annuaire)
    page = client.post(reverse("delier_annuaire", args=[CLE]), follow=True).content.decode()
    assert "Choisissez d’abord un mot de passe" in page
    assert SocialAccount.objects.exists()


def test_sans_annuaire_rien_n_est_offert_ni_demande(monde: Monde) -> None:
    page = Client().get(reverse("account_login")).content.decode()
    assert "annuaire" not in page.lower()
    client = connecte(monde.conseiller)
    assert client.get(MON_ANNUAIRE).status_code == 404
    assert client.post(ALLER).status_code == 404
