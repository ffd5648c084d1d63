"""A browser that goes to the directory of a Caf and comes back."""

from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from habilitations.models import Utilisateur
from tests.habilitations.identites.fournisseur import Annuaire
from tests.monde import MOT_DE_PASSE

CLE = "caf-73"
ALLER, MON_ANNUAIRE = reverse("openid_connect_login", args=[CLE]), reverse("mon_annuaire")
DEDANS = reverse("accueil:a_faire")


def connecte(qui: Utilisateur) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": qui.email, "password": MOT_DE_PASSE})
    assert "_auth_user_id" in client.session
    return client


def passer(client: Client, annuaire: Annuaire) -> HttpResponse:
    """There and back again, as a browser goes."""
    depart = client.post(ALLER)
    if depart.status_code != 302:
        return depart
    assert depart["Location"].startswith(annuaire.emetteur)
    return client.get(annuaire.autoriser(depart["Location"]), follow=True)


def confirmer(client: Client) -> HttpResponse:
    """Prove again who one is, and go on where one was."""
    adresse = reverse("account_reauthenticate")
    return client.post(adresse, {"password": MOT_DE_PASSE}, follow=True)


def lier(qui: Utilisateur, annuaire: Annuaire) -> Client:
    client = connecte(qui)
    passer(client, annuaire)
    confirmer(client)
    assert SocialAccount.objects.filter(user=qui).exists()
    return client


def est_dedans(client: Client) -> bool:
    return client.get(DEDANS).status_code == 200
