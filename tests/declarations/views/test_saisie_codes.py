"""Each refusal of a save says to the script that the portal itself speaks, and why."""

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration
from declarations.views import saisie
from tests.declarations.remplir import jusqu_a, referentiels
from tests.monde import Monde

pytestmark = pytest.mark.usefixtures("fige")
JSON = {"Accept": "application/json"}


@pytest.fixture
def declaration(monde: Monde) -> Declaration:
    referentiels(monde.caf)
    return monde.declaration()


def envoyer(qui: object, pk: int, client: Client | None = None, **champs: str) -> tuple[int, str]:
    """Save as ``qui``; return the code and the ``raison`` given."""
    client = client or Client()
    if qui:
        client.force_login(qui)
    adresse = reverse("declarations:saisie", args=[pk, "activite"])
    reponse = client.post(adresse, {"revision": "0", **champs}, headers=JSON)
    assert reponse["Content-Type"] == "application/json"
    return reponse.status_code, reponse.json()["raison"]


def test_401_personne_n_est_connecte(declaration: Declaration) -> None:
    assert envoyer(None, declaration.pk) == (401, "session")


def test_401_jeton_d_une_session_precedente(monde: Monde, declaration: Declaration) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert envoyer(monde.passerelles.activite, declaration.pk, strict) == (401, "session")


def test_401_second_facteur_a_activer_d_abord(
    monde: Monde, declaration: Declaration, settings
) -> None:
    settings.MFA_OBLIGATOIRE = True
    assert envoyer(monde.passerelles.approbateur, declaration.pk) == (401, "session")


def test_403_droits(monde: Monde, declaration: Declaration) -> None:
    lieu = declaration.equipement.lieux.first().pk
    champs = {f"lieux.l{lieu}.heures_entretiens": "7"}
    assert envoyer(monde.passerelles.finances, declaration.pk, **champs) == (403, "droits")


def test_404_dossier_d_un_autre(monde: Monde, declaration: Declaration) -> None:
    assert envoyer(monde.voisins.activite, declaration.pk) == (404, "introuvable")
    assert envoyer(monde.passerelles.activite, 999_999) == (404, "introuvable")


def test_409_trop_tard(monde: Monde, declaration: Declaration) -> None:
    jusqu_a(declaration, monde, "transmise")
    lieu = declaration.equipement.lieux.first().pk
    champs = {f"lieux.l{lieu}.heures_entretiens": "7"}
    assert envoyer(monde.passerelles.activite, declaration.pk, **champs) == (409, "moment")


def test_400_trop_de_champs(monde: Monde, declaration: Declaration, settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    champs = {f"c{i}": "" for i in range(5)}
    assert envoyer(monde.passerelles.activite, declaration.pk, **champs) == (400, "requete")


def test_413_trop_long(monde: Monde, declaration: Declaration, settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    adresse = reverse("declarations:saisie", args=[declaration.pk, "activite"])
    client = Client()
    client.force_login(monde.passerelles.activite)
    reponse = client.post(
        adresse,
        "revision=0&texte=" + "a" * 200,
        content_type="application/x-www-form-urlencoded",
        headers=JSON,
    )
    assert (reponse.status_code, reponse.json()) == (413, {"raison": "taille"})


def test_500_panne(monde: Monde, declaration: Declaration, monkeypatch: pytest.MonkeyPatch) -> None:
    def tomber(*_: object, **__: object) -> None:
        raise RuntimeError("panne")

    monkeypatch.setattr(saisie, "enregistrer", tomber)
    client = Client(raise_request_exception=False)
    assert envoyer(monde.passerelles.activite, declaration.pk, client) == (500, "panne")
