"""« Reprendre » once rows are typed: none of the same name is doubled, and it says what it does."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from declarations.models import Declaration
from declarations.services.ajout_lignes import retirer_ligne
from declarations.services.plusieurs_lignes import ajouter_lignes
from declarations.services.reprise import MEME, reprendre_structure
from declarations.services.saisie import enregistrer
from tests.declarations.clas import appeler_clas, declaration_clas
from tests.declarations.remplir import jusqu_a
from tests.monde import Monde, acteur

pytestmark = pytest.mark.usefixtures("fige")


@pytest.fixture
def reelle(monde: Monde) -> Declaration:
    """A CLAS réelle without any row, after a prévisionnelle of three collectifs that was sent."""
    previsionnelle = jusqu_a(declaration_clas(monde), monde, "transmise")
    return appeler_clas(previsionnelle.equipement, "reelle")


def nommer(declaration: Declaration, monde: Monde, *noms: str) -> list[str]:
    alice = acteur(monde.passerelles.activite)
    cles = list(ajouter_lignes(declaration.pk, "cx", noms, acteur=alice))
    declaration.refresh_from_db()
    return cles


def reprendre(declaration: Declaration, monde: Monde) -> int:
    fait = reprendre_structure(declaration.pk, MEME, acteur=acteur(monde.passerelles.activite))
    declaration.refresh_from_db()
    return fait


def noms(declaration: Declaration) -> list[str]:
    lignes = declaration.version_courante.lignes
    return [ligne["libelle"] for ligne in lignes if not ligne.get("retiree")]


def donnees(declaration: Declaration) -> dict[str, object]:
    return declaration.version_courante.volets.get(nature="activite").donnees


def bloc(client: Client, monde: Monde, declaration: Declaration) -> str:
    """What the page offers to carry over, as it reads; empty when it offers nothing."""
    client.force_login(monde.passerelles.activite)
    adresse = reverse("declarations:volet", args=[declaration.pk, "activite"])
    page = client.get(adresse).content.decode()
    trouve = re.search(r"<section[^>]*titre-reprise.*?</section>", page, re.S)
    texte = unescape(re.sub(r"<[^>]+>", " ", trouve[0])) if trouve else ""
    return re.sub(r"\s+", " ", texte)


def test_une_ligne_du_meme_nom_n_est_pas_doublee(monde: Monde, reelle: Declaration) -> None:
    un, deux = nommer(reelle, monde, "collectif  1", "Collectif 3")

    assert reprendre(reelle, monde)

    assert sorted(noms(reelle), key=str.casefold) == ["collectif 1", "Collectif 2", "Collectif 3"]
    valeurs = donnees(reelle)
    assert valeurs[f"collectifs.{un}.niveau"] == valeurs[f"collectifs.{deux}.niveau"]
    assert reprendre(reelle, monde) == 0


def test_ce_qui_est_saisi_sous_le_meme_nom_reste(monde: Monde, reelle: Declaration) -> None:
    un, *_ = nommer(reelle, monde, "Collectif 1", "Collectif 2", "Collectif 3")
    alice = acteur(monde.passerelles.activite)
    chemin = f"collectifs.{un}.niveau"
    enregistrer(reelle.pk, "activite", acteur=alice, revision=0, brut={chemin: "lycee"})

    reprendre(reelle, monde)

    assert noms(reelle) == ["Collectif 1", "Collectif 2", "Collectif 3"]
    assert donnees(reelle)[chemin] == "lycee"


def test_un_nom_retire_expres_ne_revient_pas(monde: Monde, reelle: Declaration) -> None:
    un, _ = nommer(reelle, monde, "Collectif 1", "Collectif 2")
    retirer_ligne(reelle.pk, un, acteur=acteur(monde.passerelles.activite))

    reprendre(reelle, monde)

    assert noms(reelle) == ["Collectif 2", "Collectif 3"]
    assert not any(chemin.startswith(f"collectifs.{un}.") for chemin in donnees(reelle))


def test_la_page_dit_ce_qui_sera_repris_puis_ne_l_offre_plus(
    monde: Monde, reelle: Declaration, client: Client
) -> None:
    lue = bloc(client, monde, reelle)
    assert "Prévisionnelle 2025-2026 » : ajoute 3 collectifs (« Collectif 1 »" in lue
    assert "cases vides" in lue

    nommer(reelle, monde, "Collectif 1", "Collectif 2", "Collectif 3")
    lue = bloc(client, monde, reelle)
    assert "ajoute" not in lue
    assert "remplit" in lue

    reprendre(reelle, monde)
    assert bloc(client, monde, reelle) == ""
