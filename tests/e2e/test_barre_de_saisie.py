"""The bar of actions under a volet: one line, one main action, the others behind « Autres »."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visite
from tests.e2e.saisie import a_saisir, heures
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
