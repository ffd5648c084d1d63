"""The blank cartographie: for whoever is logged in, in both formats."""

import pytest
from django.test import Client

from habilitations.models import Utilisateur
from tests.declarations.pdf import ouvrir
from tests.monde import Monde

RACINE = "/declarations/cartographie"


@pytest.fixture
def connecte(monde: Monde, client: Client) -> Client:
    client.force_login(monde.passerelles.activite)
    return client


def gens(monde: Monde) -> list[Utilisateur]:
    partenaires = [monde.passerelles.approbateur, monde.voisins.finances]
    return [*partenaires, monde.conseiller, monde.ccd, monde.responsable, monde.national]


def test_le_pdf(connecte: Client) -> None:
    reponse = connecte.get(f"{RACINE}/er/reelle/2025.pdf")

    assert reponse.status_code == 200
    assert reponse["Content-Type"] == "application/pdf"
    assert (
        reponse["Content-Disposition"] == 'attachment; filename="cartographie-er-reelle-2025.pdf"'
    )
    assert "Espace de rencontre" in ouvrir(reponse.content).metadata.title


def test_le_classeur(connecte: Client) -> None:
    reponse = connecte.get(f"{RACINE}/clas/previsionnelle/2024.xlsx")

    assert reponse.status_code == 200
    assert "spreadsheetml" in reponse["Content-Type"]
    assert "cartographie-clas-previsionnelle-2024-2025.xlsx" in reponse["Content-Disposition"]
    assert reponse.content.startswith(b"PK")


def test_pour_toute_personne_connectee(monde: Monde, client: Client) -> None:
    for qui in gens(monde):
        client.force_login(qui)
        assert client.get(f"{RACINE}/er/actualisee/2026.xlsx").status_code == 200


def test_pas_sans_connexion(db: None, client: Client) -> None:
    assert client.get(f"{RACINE}/er/reelle/2025.pdf").status_code == 302


@pytest.mark.parametrize(
    "chemin",
    [
        "autre/reelle/2025.pdf",
        "er/mensuelle/2025.pdf",
        "er/reelle/2025.csv",
        "er/reelle/1999.pdf",
        "er/reelle/2019.pdf",
        "er/reelle/0.pdf",
        "er/reelle/99999.pdf",
        "er/reelle/999999999999999999999.xlsx",
    ],
)
def test_ce_qui_n_existe_pas(connecte: Client, chemin: str) -> None:
    assert connecte.get(f"{RACINE}/{chemin}").status_code == 404


def test_on_ne_fait_que_lire(connecte: Client) -> None:
    assert connecte.post(f"{RACINE}/er/reelle/2025.pdf").status_code == 405
