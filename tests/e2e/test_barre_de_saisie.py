"""The bar of actions: one line, one main action, the others behind « Autres »."""

import tomllib

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from subventions.services.baremes import charger_baremes
from tests.bilans.pieges import DEFINITION, bilan_piege
from tests.declarations.clas import ANNEE
from tests.e2e.conftest import Visite
from tests.e2e.saisie import a_saisir, heures
from tests.e2e.test_bilans import ouvert
from tests.e2e.test_justifications import avec_collectifs
from tests.monde import Monde

HAUTEUR = "document.querySelector('.boutons-saisie').offsetHeight"
DEBORD = "document.documentElement.scrollWidth - innerWidth"


@pytest.mark.parametrize(("largeur", "hauteur", "au_plus"), [(1280, 900, 72), (375, 667, 110)])
def test_une_ligne_et_le_reste_derriere_autres(
    monde_vivant: Monde, visite: Visite, largeur: int, hauteur: int, au_plus: int
) -> None:
    declaration, page = a_saisir(monde_vivant), visite.page
    page.set_viewport_size({"width": largeur, "height": hauteur})
    visite.etre(monde_vivant.voisins.activite)
    visite.aller(f"/declarations/{declaration.pk}/volets/activite/")
    barre = page.locator(".boutons-saisie")
    page.fill(f'[name="{heures(declaration)}"]', "12")
    page.keyboard.press("Tab")
    expect(barre).to_contain_text("Enregistré à")
    assert page.evaluate(HAUTEUR) <= au_plus
    assert page.evaluate(DEBORD) <= 0
    enregistrer = barre.get_by_role("button", name="Enregistrer", exact=True)
    expect(enregistrer).to_be_hidden()
    expect(barre.get_by_role("button")).to_have_text(["Enregistrer et terminer ce volet"])

    barre.get_by_text("Autres").click()
    expect(enregistrer).to_be_in_viewport(ratio=1)
    visite.verifier()
    page.keyboard.press("Escape")
    expect(enregistrer).to_be_hidden()
    barre.get_by_text("Autres").click()
    with page.expect_navigation():
        enregistrer.click()
    assert page.url.endswith("/volets/activite/")


# What is one line: its padding, a button, no more.
UNE_LIGNE = 72
BARRES = """() => [...document.querySelectorAll(".boutons-saisie")].map((barre) => ({
  hauteur: barre.offsetHeight, principaux: barre.querySelectorAll(".btn-primary").length,
  collee: getComputedStyle(barre).position === "sticky" }))"""


@pytest.mark.parametrize("largeur", [1280, 768])
def test_chaque_barre_collee_tient_sur_une_ligne(
    monde_vivant: Monde, visite: Visite, largeur: int
) -> None:
    """Every page that has one: a volet, its checks, a bilan, figures of ELAN, simulators."""
    monde, page = monde_vivant, visite.page
    charger_baremes()
    clas = avec_collectifs(monde, 2)
    bilan = ouvert(bilan_piege(monde, clas.equipement))
    section = tomllib.loads(DEFINITION)["sections"][0]["code"]
    volet = f"/declarations/{clas.pk}"
    page.set_viewport_size({"width": largeur, "height": 900})
    barres: dict[str, list[dict[str, object]]] = {}

    def regarder(*chemins: str) -> None:
        for chemin in chemins:
            visite.aller(chemin)
            barres[chemin] = page.evaluate(BARRES)

    regarder(reverse("simulateur_public:simuler", args=["clas"]))
    visite.etre(monde.passerelles.activite)
    regarder(f"{volet}/volets/activite/", f"{volet}/volets/activite/?vue=tableau")
    regarder(f"{volet}/controles/", reverse("bilans:section", args=[bilan.pk, section]))
    visite.etre(monde.passerelles.finances)
    regarder(f"{volet}/volets/finances/")
    visite.etre(monde.conseiller)
    regarder(reverse("declarations:elan_saisie", args=[clas.equipement_id, ANNEE]))
    assert len(barres) == 7
    for chemin, lues in barres.items():
        assert len(lues) == 1, chemin
        (barre,) = lues
        assert barre["collee"], chemin
        assert barre["hauteur"] <= UNE_LIGNE, (chemin, barre)
        assert barre["principaux"] == 1, chemin
