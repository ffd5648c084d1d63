"""A session that ends during a save: acknowledged or not, never lost, never another's."""

import pytest
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration, Volet
from tests.declarations.remplir import referentiels
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige")
JSON = {"Accept": "application/json"}


@pytest.fixture
def declaration(monde: Monde) -> Declaration:
    referentiels(monde.caf)
    return monde.declaration()


@pytest.fixture
def session_coupee(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the view has answered, and before the session is saved, another tab logs out."""

    def couper(self: object, request: HttpRequest, reponse: HttpResponse) -> HttpResponse:
        Session.objects.all().delete()
        return reponse

    monkeypatch.setattr(MessageMiddleware, "process_response", couper)


def champ(declaration: Declaration) -> str:
    return f"lieux.l{declaration.equipement.lieux.order_by('nom')[0].pk}.heures_entretiens"


def connecte(qui: object) -> Client:
    client = Client()
    client.force_login(qui)
    return client


def volet(declaration: Declaration) -> Volet:
    return declaration.version_courante.volets.get(nature="activite")


def adresse(declaration: Declaration, vue: str = "saisie") -> str:
    return reverse(f"declarations:{vue}", args=[declaration.pk, "activite"])


def test_le_script_apprend_que_la_session_est_fermee(
    monde: Monde, declaration: Declaration, session_coupee: None
) -> None:
    client, envoi = connecte(monde.passerelles.activite), {"revision": "0", champ(declaration): "7"}

    reponse = client.post(adresse(declaration), envoi, headers=JSON)

    assert (reponse.status_code, reponse.json()) == (401, {"raison": "session"})


def test_renvoyee_apres_reconnexion_la_valeur_ne_compte_qu_une_fois(
    monde: Monde, declaration: Declaration, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was written, and not acknowledged: the script sends it again as it was."""
    alice, chemin = monde.passerelles.activite, champ(declaration)
    envoi = {"revision": "0", "personne": str(alice.pk), chemin: "7"}
    with monkeypatch.context() as coupure:
        coupure.setattr(
            MessageMiddleware,
            "process_response",
            lambda self, request, reponse: (Session.objects.all().delete(), reponse)[1],
        )
        assert connecte(alice).post(adresse(declaration), envoi, headers=JSON).status_code == 401
    assert volet(declaration).donnees == {chemin: "7"}

    reponse = connecte(alice).post(adresse(declaration), envoi, headers=JSON)

    assert reponse.status_code == 200
    assert (reponse.json()["conflits"], reponse.json()["ecrits"]) == ({}, [])
    assert volet(declaration).revision == 1
    assert volet(declaration).auteurs[chemin][1] == alice.pk


def test_renvoyee_par_la_page_d_un_autre_elle_est_refusee(
    monde: Monde, declaration: Declaration
) -> None:
    envoi = {
        "revision": "0",
        "personne": str(monde.passerelles.activite.pk),
        champ(declaration): "7",
    }

    reponse = connecte(monde.passerelles.finances).post(adresse(declaration), envoi, headers=JSON)

    assert (reponse.status_code, reponse.json()) == (409, {"raison": "personne"})
    assert volet(declaration).donnees == {}


def test_un_formulaire_dit_de_verifier_avant_de_recommencer(
    monde: Monde, declaration: Declaration, session_coupee: None
) -> None:
    client, envoi = connecte(monde.passerelles.activite), {"revision": "0", champ(declaration): "7"}

    reponse = client.post(adresse(declaration, "volet"), envoi)

    page = reponse.content.decode()
    assert reponse.status_code == 403
    assert "Votre session s’est fermée pendant cet envoi" in page
    assert "peut-être enregistrée" in page
    assert reverse("account_login") in page


def test_une_lecture_mene_a_la_connexion_puis_revient(
    monde: Monde, declaration: Declaration, session_coupee: None
) -> None:
    page = adresse(declaration, "volet")

    reponse = connecte(monde.passerelles.activite).get(page)

    assert reponse.status_code == 302
    assert reponse["Location"] == f"{reverse('account_login')}?next={page}"
