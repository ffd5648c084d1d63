"""Public pages, session and errors."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import reverse

from habilitations.models import Utilisateur
from portal.accueil.views import erreurs


@pytest.fixture
def personne(db):
    return Utilisateur.objects.create_user("ines@exemple.fr", "x", prenom="Inès", nom="Faure")


@pytest.fixture
def connectee(personne):
    client = Client()
    client.force_login(personne)
    return client


PUBLIQUES = ("public", "aide", "plan_du_site", "accessibilite", "donnees_personnelles")


@pytest.mark.django_db
@pytest.mark.parametrize("nom", PUBLIQUES)
def test_page_ouverte_a_tous(client, nom):
    reponse = client.get(reverse(f"accueil:{nom}"))
    assert reponse.status_code == 200
    page = reponse.content.decode()
    assert '<html lang="fr">' in page
    assert page.count("<h1") == 1
    assert "– Portail partenaires</title>" in page


@pytest.mark.django_db
def test_l_accueil_dit_les_documents_a_signer(client):
    page = client.get("/").content.decode()
    assert "bulletin d’adhésion" in page
    assert "pièce jointe 3" in page
    assert reverse("account_login") in page


def test_connecte_l_accueil_mene_a_ce_qu_il_y_a_a_faire(connectee):
    assert connectee.get("/").headers["Location"] == reverse("accueil:a_faire")


@pytest.mark.django_db
def test_le_catalogue_demande_une_connexion(client):
    reponse = client.get(reverse("accueil:composants"))
    assert reponse.status_code == 302
    assert reponse.headers["Location"].startswith(reverse("account_login"))


def test_le_catalogue_montre_tous_les_composants(connectee):
    page = connectee.get(reverse("accueil:composants")).content.decode()
    for classe in (
        "badge-etat",
        "etapes",
        "champ",
        "montant",
        "notice",
        "vide",
        "tableau",
        "radar",
    ):
        assert f'class="{classe}' in page or f" {classe}" in page


def test_prolonger_la_session(connectee, client):
    adresse = reverse("accueil:prolonger_session")
    assert connectee.post(adresse).status_code == 204
    assert connectee.get(adresse).status_code == 405
    assert client.post(adresse).status_code == 403


@pytest.mark.django_db
def test_page_trop_ancienne(client):
    strict = Client(enforce_csrf_checks=True)
    reponse = strict.post(reverse("account_login"), {"login": "a@b.fr", "password": "x"})
    assert reponse.status_code == 403
    assert "Rien n’est perdu" in reponse.content.decode()


@pytest.mark.django_db
def test_adresse_inconnue(client):
    reponse = client.get("/inconnue/")
    assert reponse.status_code == 404
    assert "Cette page est introuvable" in reponse.content.decode()


def requete():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    request.acteur = None
    return request


def test_un_refus_dit_notre_raison():
    page = erreurs.interdit(requete(), PermissionDenied("Seul l’approbateur transmet."))
    assert page.status_code == 403
    assert "Seul l’approbateur transmet." in page.content.decode()


def test_un_introuvable_ne_revele_pas_le_modele():
    page = erreurs.introuvable(requete(), Http404("No Declaration matches the given query."))
    assert "Declaration matches" not in page.content.decode()
    assert "Rien ici." in erreurs.introuvable(requete(), Http404("Rien ici.")).content.decode()


def test_erreurs_sans_contexte():
    assert erreurs.erreur_interne(requete()).status_code == 500
    assert erreurs.requete_invalide(requete()).status_code == 400
