"""The header in a browser: one line at 1280 px for everybody; by keyboard; without a script."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from habilitations.models import Utilisateur
from portal.accueil import contexte
from tests.accueil.menus import GENS
from tests.e2e.conftest import Visite
from tests.monde import Monde

LARGES = {"width": 1280, "height": 720}
# The brand takes two short lines; a second line of links would add forty pixels more.
UNE_LIGNE = 84
HAUTEUR = "document.querySelector('.bandeau').offsetHeight"
DEBORD = "document.documentElement.scrollWidth - innerWidth"


def nommer_longuement(qui: Utilisateur) -> Utilisateur:
    qui.prenom, qui.nom = "Marie-Antoinette", "de La Rochefoucauld-Montmorency"
    qui.save()
    return qui


def test_une_seule_ligne_pour_chacun(
    monde_vivant: Monde, visite: Visite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With unread notices, which widen the header, and one’s own name still readable."""
    monkeypatch.setattr(contexte, "_avis_non_lus", lambda _: 125)
    page = visite.page
    for nom in GENS:
        visite.etre(nommer_longuement(GENS[nom](monde_vivant)))
        page.set_viewport_size(LARGES)
        visite.aller("/aide/")
        assert page.evaluate(HAUTEUR) <= UNE_LIGNE, nom
        assert page.evaluate(DEBORD) <= 0, nom
        menu = page.get_by_role("navigation", name="Menu principal")
        for groupe in menu.locator("summary").all():
            groupe.click()
            assert page.evaluate(DEBORD) <= 0, nom
            visite.verifier(".bandeau")
        lu, cadre = (
            page.locator(f".menu-compte {partie}").bounding_box()
            for partie in (".menu-compte-nom", "> summary")
        )
        assert lu["width"] >= 60, nom
        assert lu["x"] + lu["width"] < cadre["x"] + cadre["width"], nom
        page.set_viewport_size({"width": 1200, "height": 720})
        assert page.evaluate(HAUTEUR) <= UNE_LIGNE, nom
        assert page.evaluate(DEBORD) <= 0, nom


def test_les_groupes_au_clavier(monde_vivant: Monde, visite: Visite) -> None:
    page = visite.page
    page.set_viewport_size(LARGES)
    visite.commencer(monde_vivant.conseiller)
    menu = page.get_by_role("navigation", name="Menu principal")
    declarations, bilans = menu.locator("details").nth(0), menu.locator("details").nth(1)
    relances = menu.get_by_role("link", name="Relances")

    declarations.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(relances).to_be_visible()
    visite.verifier()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(relances).to_be_focused()
    page.keyboard.press("Escape")
    expect(relances).to_be_hidden()
    expect(declarations.locator("summary")).to_be_focused()

    page.keyboard.press("Space")
    expect(relances).to_be_visible()
    for _ in range(6):  # five links, then the next group
        page.keyboard.press("Tab")
    expect(bilans.locator("summary")).to_be_focused()
    expect(relances).to_be_hidden()

    page.keyboard.press("Enter")
    analyse = menu.get_by_role("link", name="Analyse des bilans")
    expect(analyse).to_be_visible()
    page.locator("main").click(position={"x": 5, "y": 400})
    expect(analyse).to_be_hidden()
    bilans.locator("summary").click()
    with page.expect_navigation(url="**/bilans/analyse/"):
        analyse.click()
    expect(bilans.locator("summary")).to_have_attribute("aria-current", "true")
    visite.verifier()


def test_sur_un_telephone_menu_tient_tout(monde_vivant: Monde, visite: Visite) -> None:
    page = visite.page
    page.set_viewport_size({"width": 375, "height": 667})
    visite.commencer(GENS["des deux côtés"](monde_vivant))
    page.get_by_text("Menu", exact=True).click()
    menu = page.get_by_role("navigation", name="Menu principal")
    attendus = ("À faire", "Relances", "Questionnaires", "Personnes et droits", "Rechercher")
    for libelle in attendus:
        expect(menu.get_by_role("link", name=libelle, exact=True)).to_be_visible()
    visite.verifier()
    assert page.evaluate(DEBORD) <= 0
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()


@pytest.fixture
def sans_script(browser: Browser, live_server: object) -> Iterator[Callable[[], Page]]:
    contexte = browser.new_context(
        java_script_enabled=False, locale="fr-FR", base_url=live_server.url, viewport=LARGES
    )
    yield contexte.new_page
    contexte.close()


def test_sans_javascript_un_seul_groupe_est_ouvert(
    monde_vivant: Monde, sans_script: Callable[[], Page], live_server: object
) -> None:
    page = sans_script()
    Visite(page, live_server.url).etre(monde_vivant.conseiller)
    page.goto("/a-faire/")
    menu = page.get_by_role("navigation", name="Menu principal")
    relances = menu.get_by_role("link", name="Relances")
    menu.locator("summary").nth(0).click()
    expect(relances).to_be_visible()
    menu.locator("summary").nth(1).click()
    expect(relances).to_be_hidden()
    with page.expect_navigation(url="**/bilans/campagnes/"):
        menu.get_by_role("link", name="Campagnes de bilans").click()
