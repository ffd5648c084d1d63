"""« Rester connecté »: only the portal says that a session is over."""

from collections.abc import Callable

from django.contrib.sessions.models import Session
from playwright.sync_api import Route, expect

from tests.e2e.conftest import Visite
from tests.monde import Monde


def repondre(statut: int) -> Callable[[Route], None]:
    """Answer as a proxy, or a server in trouble."""
    return lambda route: route.fulfill(status=statut, body="")


def test_prolonger_malgre_un_serveur_en_panne(monde_vivant: Monde, visite: Visite) -> None:
    page = visite.page
    page.clock.install()
    visite.entrer(monde_vivant.voisins.activite)
    page.clock.fast_forward("56:00")
    titre = page.locator("#session-titre")
    bouton = page.get_by_role("button", name="Rester connecté")
    expect(titre).to_have_text("Votre session va se fermer")

    for panne in (502, 503, 403):
        page.route("**/session/prolonger/", repondre(panne))
        bouton.click()
        expect(page.locator("#session-texte")).to_contain_text("Le portail n’a pas répondu")
        expect(titre).to_have_text("Votre session va se fermer")
        page.unroute_all()

    bouton.click()
    expect(page.locator("#session-dialogue")).to_be_hidden()


def test_une_session_finie_se_dit(monde_vivant: Monde, visite: Visite) -> None:
    page = visite.page
    page.clock.install()
    visite.entrer(monde_vivant.voisins.activite)
    page.clock.fast_forward("56:00")
    Session.objects.all().delete()
    page.get_by_role("button", name="Rester connecté").click()
    expect(page.locator("#session-titre")).to_have_text("Votre session est fermée")
    expect(page.get_by_role("link", name="Se reconnecter (nouvel onglet)")).to_be_visible()
