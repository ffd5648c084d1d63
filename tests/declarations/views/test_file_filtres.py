"""The adviser's queue: counts, filters, lateness, sort."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Campagne
from declarations.services.derogations import accorder_derogation
from tests.declarations.listes import page
from tests.declarations.remplir import jusqu_a
from tests.declarations.views.file import FILE, file, tableau
from tests.monde import JOUR, Monde, acteur

__all__ = ["file"]
pytestmark = pytest.mark.usefixtures("fige")


def puces(contenu: str) -> str:
    """The counts, without their markup."""
    bloc = contenu.split("Nombre de déclarations par état")[1].split("</nav>")[0]
    return bloc.replace("<strong>", "").replace("</strong>", "")


def test_les_puces_comptent_et_filtrent(
    monde: Monde, file: SimpleNamespace, client: Client
) -> None:
    contenu = page(client, monde.conseiller, FILE, nature="reelle", page=4)
    assert "Tous les états 2<" in puces(contenu)
    assert "Non commencée 1<" in puces(contenu)
    assert "À instruire" not in puces(contenu)
    assert "?nature=reelle&amp;etat=a_saisir" in contenu
    filtre = page(client, monde.conseiller, FILE, etat="a_saisir")
    assert "À instruire 1<" in puces(filtre)
    assert tableau(filtre).count("<tr") == 1


@pytest.mark.parametrize(
    ("filtre", "attendus"),
    [
        ({"etat": "transmise"}, {"transmise"}),
        ({"nature": "reelle"}, {"en_retard", "ecully"}),
        ({"annee": "2026"}, {"transmise"}),
        ({"dispositif": "clas"}, set()),
        ({"retard": "oui"}, {"en_retard", "ecully"}),
        ({"retard": "non_transmises", "etat": "en_saisie"}, {"ecully"}),
        ({"retard": "corrections"}, set()),
        ({"q": "ecully"}, {"ecully"}),
        ({"q": "PASSERELLES zoe"}, {"en_retard"}),
        ({"q": "ecully-cen"}, {"ecully"}),
        ({"q": "voisins"}, set()),
        ({"q": "-"}, {"transmise", "en_retard", "ecully"}),
    ],
)
def test_chaque_filtre(
    monde: Monde,
    file: SimpleNamespace,
    client: Client,
    filtre: dict[str, str],
    attendus: set[str],
) -> None:
    lignes = tableau(page(client, monde.conseiller, FILE, **filtre))
    adresses = {
        nom: reverse("declarations:dossier", args=[declaration.pk])
        for nom, declaration in vars(file).items()
    }
    assert {nom for nom, adresse in adresses.items() if f'"{adresse}"' in lignes} == attendus


def test_les_corrections_en_retard(monde: Monde, client: Client, fige) -> None:
    declaration = jusqu_a(monde.declaration(), monde, "a_corriger")
    fige.move_to("2026-02-19T09:00:00+01:00")
    lignes = tableau(page(client, monde.conseiller, FILE, retard="corrections"))
    assert reverse("declarations:dossier", args=[declaration.pk]) in lignes
    assert "18/02/2026" in lignes
    assert "correction, en retard de 1 jour" in lignes
    assert tableau(page(client, monde.conseiller, FILE, retard="non_transmises")) == ""


def test_une_derogation_se_voit_et_repousse_le_retard(
    monde: Monde, file: SimpleNamespace, client: Client
) -> None:
    Campagne.objects.filter(pk=file.en_retard.campagne_id).update(
        echeance_le=JOUR - timedelta(days=1), ferme_le=JOUR - timedelta(days=1)
    )
    accorder_derogation(
        file.en_retard.pk,
        acteur=acteur(monde.conseiller),
        motif="Comptes arrêtés tard",
        expire_le=JOUR,
    )
    lignes = tableau(page(client, monde.conseiller, FILE, retard="derogations"))
    assert "Zoé" in lignes
    assert "dérogation, dernier jour aujourd’hui" in lignes
    assert "Zoé" not in tableau(page(client, monde.conseiller, FILE, retard="oui"))


def test_des_filtres_inconnus_sont_ignores(
    monde: Monde, file: SimpleNamespace, client: Client
) -> None:
    bizarres = {"etat": "x", "annee": "x", "sort": "x", "page": "x", "q": "\x00", "perimetre": "x"}
    assert tableau(page(client, monde.conseiller, FILE, **bizarres)).count("<tr") == 3


@pytest.mark.parametrize(
    ("tri", "ordre"),
    [
        ("equipement", ["ecully", "transmise", "en_retard"]),
        ("-equipement", ["en_retard", "transmise", "ecully"]),
        ("etat", ["transmise", "ecully", "en_retard"]),
        ("-declaration", ["transmise", "en_retard", "ecully"]),
        ("-date", ["transmise", "en_retard", "ecully"]),
        ("montant", ["transmise", "en_retard", "ecully"]),
        ("-montant", ["transmise", "en_retard", "ecully"]),
        ("", ["transmise", "ecully", "en_retard"]),
    ],
)
def test_chaque_tri(
    monde: Monde, file: SimpleNamespace, client: Client, tri: str, ordre: list[str]
) -> None:
    lignes = tableau(page(client, monde.conseiller, FILE, **({"sort": tri} if tri else {})))
    places = [
        lignes.index(f'"{reverse("declarations:dossier", args=[getattr(file, nom).pk])}"')
        for nom in ordre
    ]
    assert places == sorted(places)


def test_rien_ne_correspond(monde: Monde, file: SimpleNamespace, client: Client) -> None:
    contenu = page(client, monde.conseiller, FILE, q="introuvable")
    assert "Aucune déclaration ne correspond à ces filtres." in contenu
