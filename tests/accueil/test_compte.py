"""Account pages: closed where they must be, and in French."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from habilitations.models import Utilisateur
from portal.socle.expedition import expedier
from portal.socle.models import Courriel

MOT_DE_PASSE = "Un-mot-de-passe-solide-2026"


@pytest.fixture
def personne(db):
    return Utilisateur.objects.create_user(
        "ines@exemple.fr", MOT_DE_PASSE, prenom="Inès", nom="Faure"
    )


@pytest.fixture
def connectee(personne):
    client = Client()
    client.post(reverse("account_login"), {"login": personne.email, "password": MOT_DE_PASSE})
    return client


def test_connexion_par_adresse_electronique(personne, client):
    reponse = client.post(
        reverse("account_login"), {"login": "INES@exemple.fr", "password": MOT_DE_PASSE}
    )
    assert reponse.headers["Location"] == reverse("accueil:a_faire")


def test_identifiants_inexacts(personne, client):
    page = client.post(reverse("account_login"), {"login": personne.email, "password": "x"})
    assert "Une erreur est à corriger" in page.content.decode()


@pytest.mark.django_db
def test_on_ne_s_inscrit_pas(client):
    page = client.get(reverse("account_signup")).content.decode()
    assert "Les comptes sont ouverts par la Caf" in page
    assert client.post(reverse("account_signup"), {"email": "x@exemple.fr"}).status_code == 200
    assert not Utilisateur.objects.exists()


@pytest.mark.parametrize("nom", ["account_email", "account_confirm_email", "mfa_signup_webauthn"])
def test_adresses_fermees(nom):
    with pytest.raises(NoReverseMatch):
        reverse(nom, args=["x"] if nom == "account_confirm_email" else [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "nom",
    [
        "account_login",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_inactive",
    ],
)
def test_pages_anonymes(client, nom):
    page = client.get(reverse(nom)).content.decode()
    assert "– Portail partenaires</title>" in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("nom", ["mfa_index", "account_change_password", "account_logout"])
def test_pages_du_compte(connectee, nom):
    page = connectee.get(reverse(nom)).content.decode()
    assert "Inès Faure" in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("nom", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_chacun_peut_activer_la_double_authentification(connectee, nom):
    """After having proved again who one is."""
    page = connectee.get(reverse(nom), follow=True)
    assert "Confirmer votre identité" in page.content.decode()
    suite = connectee.post(
        reverse("account_reauthenticate"), {"password": MOT_DE_PASSE, "next": reverse(nom)}
    )
    assert suite.headers["Location"] == reverse(nom)
    assert connectee.get(reverse(nom)).status_code == 200


@pytest.mark.parametrize(
    ("email", "objet", "mention"),
    [
        ("ines@exemple.fr", "Choisir un nouveau mot de passe", "/compte/mot-de-passe/nouveau/"),
        ("autre@exemple.fr", "Aucun compte à cette adresse", "autre@exemple.fr"),
    ],
)
def test_mot_de_passe_oublie(personne, client, mailoutbox, email, objet, mention):
    reponse = client.post(reverse("account_reset_password"), {"email": email})
    assert reponse.headers["Location"] == reverse("account_reset_password_done")
    # The page only keeps the e-mail: the worker sends it, whatever the mail server does.
    assert mailoutbox == []
    expedier(list(Courriel.objects.values_list("pk", flat=True)))
    assert objet in mailoutbox[0].subject
    assert mention in mailoutbox[0].body
    assert "Bonjour," in mailoutbox[0].body


@pytest.mark.django_db
def test_lien_deja_utilise(client):
    adresse = reverse("account_reset_password_from_key", args=["1", "abc-def"])
    assert "n’est plus valable" in client.get(adresse).content.decode()
