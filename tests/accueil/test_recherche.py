"""Search by name, SIRET or reference: accents and case ignored, nothing beyond one's scope."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.declarations.listes import page, requetes
from tests.monde import SIRETS, Monde

RECHERCHE = reverse("accueil:recherche")
pytestmark = pytest.mark.usefixtures("fige")


@pytest.mark.parametrize(
    "q", ["PASSERELLES", "pàsserelles", "les passe", SIRETS[0], SIRETS[0][:9], "rencontre passer"]
)
def test_par_nom_ou_par_siret(monde: Monde, client: Client, q: str) -> None:
    monde.declaration()

    contenu = page(client, monde.conseiller, RECHERCHE, q=q)

    assert "Équipements (1)" in contenu
    assert "Prévisionnelle 2026" in contenu
    assert "Espace de rencontre du Lac" not in contenu


def test_par_reference_meme_espacee(monde: Monde, client: Client) -> None:
    declaration = monde.declaration()
    espacee = declaration.reference.lower().replace("-", " - ")

    for q in (declaration.reference, espacee):
        contenu = page(client, monde.conseiller, RECHERCHE, q=q)
        assert reverse("declarations:dossier", args=[declaration.pk]) in contenu


@pytest.mark.parametrize("qui", ["conseiller_nord", "national"])
def test_rien_hors_de_son_perimetre(monde: Monde, client: Client, qui: str) -> None:
    declaration = monde.declaration()

    for q in ("Passerelles", declaration.reference, SIRETS[0]):
        contenu = page(client, getattr(monde, qui), RECHERCHE, q=q)
        assert "Rien ne correspond" in contenu


def test_un_partenaire_ne_trouve_que_les_siens(monde: Monde, client: Client) -> None:
    monde.declaration()

    assert "Rien ne correspond" in page(client, monde.voisins.activite, RECHERCHE, q="passerelles")
    assert "Équipements (1)" in page(client, monde.passerelles.activite, RECHERCHE, q="passerelles")


@pytest.mark.parametrize(
    ("q", "attendu"), [("", "Chercher"), ("ab", "au moins trois"), ("<script>", "&lt;script&gt;")]
)
def test_ce_qui_est_vide_court_ou_etrange(
    monde: Monde, client: Client, q: str, attendu: str
) -> None:
    assert attendu in page(client, monde.conseiller, RECHERCHE, q=q)


@pytest.mark.parametrize("q", ["???", "- - -"])
def test_sans_lettre_ni_chiffre_rien_ne_correspond(monde: Monde, client: Client, q: str) -> None:
    monde.declaration()

    assert "Rien ne correspond" in page(client, monde.conseiller, RECHERCHE, q=q)


def test_le_nombre_de_requetes_est_constant(monde: Monde, client: Client) -> None:
    monde.declaration()
    avant = requetes(client, monde.conseiller, RECHERCHE, q="passerelles")
    monde.declaration("reelle", 2025)
    monde.declaration("reelle", 2024)

    assert requetes(client, monde.conseiller, RECHERCHE, q="passerelles") == avant
