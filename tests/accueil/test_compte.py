"""Account pages: closed where they must be, and in French."""

import re
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.conf import settings as reglages
from django.template.loader import render_to_string
from django.test import Client
from django.urls import NoReverseMatch, reverse

from habilitations.liens import lien_de_mot_de_passe
from habilitations.models import Utilisateur
from portal.socle.expedition import expedier
from portal.socle.models import Courriel
from tests.habilitations.test_second_facteur import code_de
from tests.monde import MAINTENANT

MODELES = Path(reglages.BASE_DIR, "templates")
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
    assert "E-mail" not in page
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


def test_mot_de_passe_oublie(personne, client, mailoutbox):
    reponse = client.post(reverse("account_reset_password"), {"email": personne.email})
    assert reponse.headers["Location"] == reverse("account_reset_password_done")
    # The page only keeps the e-mail: the worker sends it, whatever the mail server does.
    assert mailoutbox == []
    expedier(list(Courriel.objects.values_list("pk", flat=True)))
    assert mailoutbox[0].subject == "[Portail partenaires] Choisir un nouveau mot de passe"
    assert "Bonjour," in mailoutbox[0].body


def test_le_lien_porte_l_adresse_publique_par_quelque_nom_qu_on_soit_venu(
    personne, client, settings, mailoutbox
):
    settings.ADRESSE_PUBLIQUE, settings.ALLOWED_HOSTS = "https://portail.example/", ["interne"]
    client.post(
        reverse("account_reset_password"), {"email": personne.email}, headers={"host": "interne"}
    )
    expedier([Courriel.objects.get().pk])
    texte = mailoutbox[0].body
    assert "https://portail.example/compte/mot-de-passe/nouveau/" in texte
    assert "interne" not in texte


def ouvrir_le_lien(client, personne):
    chemin = re.search(r"/compte/mot-de-passe/nouveau/\S+", lien_de_mot_de_passe(personne))[0]
    return client.get(chemin, follow=True).request["PATH_INFO"]


NOUVEAU = "Quatre chevaux peignent dimanche"


def test_choisir_un_nouveau_mot_de_passe_se_dit_par_courriel(personne, client):
    adresse = ouvrir_le_lien(client, personne)
    client.post(adresse, {"password1": NOUVEAU, "password2": NOUVEAU})
    avis = Courriel.objects.latest("pk")
    assert avis.destinataire == personne.email
    assert "Votre mot de passe a été changé" in avis.objet
    assert "Un nouveau mot de passe a été choisi" in avis.texte
    assert "127.0.0.1" in avis.texte
    personne.refresh_from_db()
    assert personne.check_password(NOUVEAU)


def test_changer_de_mot_de_passe_se_dit_par_courriel(connectee):
    champs = {"oldpassword": MOT_DE_PASSE, "password1": NOUVEAU, "password2": NOUVEAU}
    connectee.post(reverse("account_change_password"), champs)
    assert "Votre mot de passe a été changé." in Courriel.objects.get().texte


@pytest.mark.django_db(transaction=True)
def test_un_second_facteur_change_se_dit_par_courriel(connectee):
    """Told once the change is committed, within the request."""
    connectee.post(reverse("account_reauthenticate"), {"password": MOT_DE_PASSE})
    connectee.get(reverse("mfa_activate_totp"))
    code = code_de(connectee.session[SECRET_SESSION_KEY])
    connectee.post(reverse("mfa_activate_totp"), {"code": code})
    objets = [c.objet for c in Courriel.objects.order_by("pk")]
    assert any("Une application de codes est ajoutée" in objet for objet in objets)
    connectee.post(reverse("mfa_deactivate_totp"))
    assert "L’application de codes est retirée" in Courriel.objects.latest("pk").objet


@pytest.mark.parametrize(
    "modele",
    sorted(
        str(chemin.relative_to(MODELES)).removesuffix("_message.txt")
        for dossier in ("account/email", "mfa/email")
        for chemin in (MODELES / dossier).glob("*_message.txt")
        if chemin.stem != "base_message"
    ),
)
def test_chaque_courriel_de_compte_est_en_francais(modele):
    contexte = {"ip": "192.0.2.1", "user_agent": "Navigateur", "timestamp": MAINTENANT}
    objet = render_to_string(f"{modele}_subject.txt").strip()
    texte = render_to_string(f"{modele}_message.txt", contexte)
    assert objet
    assert "\n" not in objet
    assert texte.startswith("Bonjour,")
    assert "’" in texte
    assert not re.search(r"\b(your|you|the|has been)\b", texte)


@pytest.mark.django_db
def test_lien_deja_utilise(client):
    adresse = reverse("account_reset_password_from_key", args=["1", "abc-def"])
    assert "n’est plus valable" in client.get(adresse).content.decode()
