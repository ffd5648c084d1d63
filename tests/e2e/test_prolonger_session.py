"""« Rester connecté »: only the portal says that a session is over."""

import re
from collections.abc import Callable

from django.contrib.sessions.models import Session
from playwright.sync_api import Route, expect

from tests.e2e.conftest import Visite
from tests.monde import Monde


def pannes(*statuts: int) -> Callable[[Route], None]:
    """Answer as a proxy, or a server in trouble, as many times; then the portal answers."""
    restent = list(statuts)
    return lambda route: (
        route.fulfill(status=restent.pop(0), body="") if restent else route.continue_()
    )


def test_prolonger_malgre_un_serveur_en_panne(monde_vivant: Monde, visite: Visite) -> None:
    page = visite.page
    page.clock.install()
    visite.entrer(monde_vivant.voisins.activite)
    page.clock.fast_forward("56:00")
    titre = page.locator("#session-titre")
    bouton = page.get_by_role("button", name="Rester connecté")
    expect(titre).to_have_text("Votre session va se fermer")

    # Once for all: taken away and put back, it let a request through on a busy machine.
    page.route("**/session/prolonger/", pannes(502, 503, 403))
    for _ in range(3):
        with page.expect_response("**/session/prolonger/"):
            bouton.click()
        expect(page.locator("#session-texte")).to_contain_text("Le portail n’a pas répondu")
        expect(titre).to_have_text("Votre session va se fermer")

    bouton.click()
    expect(page.locator("#session-dialogue")).to_be_hidden()


def test_previent_encore_apres_une_panne(monde_vivant: Monde, visite: Visite) -> None:
    """Said once that it does not answer, the warning of the next hour is written whole."""
    page = visite.page
    page.clock.install()
    visite.entrer(monde_vivant.voisins.activite)
    page.clock.fast_forward("56:00")
    page.route("**/session/prolonger/", pannes(502))
    page.get_by_role("button", name="Rester connecté").click()
    texte = page.locator("#session-texte")
    expect(texte).to_contain_text("Le portail n’a pas répondu")
    page.locator("#session-dialogue [data-fermer]").click()
    # The page has spoken to the portal since: an entry recorded, for one.
    page.evaluate("document.dispatchEvent(new CustomEvent('portail:echange'))")
    page.clock.fast_forward("56:00")
    expect(page.locator("#session-dialogue")).to_be_visible()
    expect(texte).to_contain_text(re.compile(r"vous serez déconnecté à \d+ h \d\d"))


def test_une_session_finie_se_dit(monde_vivant: Monde, visite: Visite) -> None:
    page = visite.page
    page.clock.install()
    visite.entrer(monde_vivant.voisins.activite)
    page.clock.fast_forward("56:00")
    Session.objects.all().delete()
    page.get_by_role("button", name="Rester connecté").click()
    expect(page.locator("#session-titre")).to_have_text("Votre session est fermée")
    expect(page.get_by_role("link", name="Se reconnecter (nouvel onglet)")).to_be_visible()
