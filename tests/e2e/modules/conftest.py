"""A page of the portal's own origin, empty, where the modules of ``static/saisie/`` are tried."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

ADRESSE = "/atelier/"
PAGE = """<!doctype html><html lang="fr"><title>Atelier</title>
<script>window.portailPresence = { presente: () => "quelqu’un" };</script>
<body data-utilisateur="7"></body></html>"""
Essai = Callable[..., object]


@pytest.fixture(scope="package")
def onglet(browser: Browser) -> Iterator[Page]:
    """One tab for all these tests: to open it costs more than most of them."""
    contexte = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris")
    yield contexte.new_page()
    contexte.close()


@pytest.fixture
def atelier(onglet: Page, live_server: object) -> Iterator[Page]:
    """A new document, nothing stored. No view answers: what a module needs, its test gives."""
    erreurs: list[str] = []

    def noter(erreur: object) -> None:
        erreurs.append(str(erreur))

    onglet.on("pageerror", noter)
    onglet.route(f"**{ADRESSE}", lambda r: r.fulfill(body=PAGE, content_type="text/html"))
    onglet.goto(live_server.url + ADRESSE)
    onglet.evaluate("localStorage.clear(); sessionStorage.clear()")
    yield onglet
    onglet.unroute_all(behavior="ignoreErrors")
    onglet.remove_listener("pageerror", noter)
    assert erreurs == []


@pytest.fixture
def essai(atelier: Page) -> Essai:
    """Import a module as ``m`` beside some HTML, run a body of JavaScript, return its value."""

    def jouer(module: str, corps: str, html: str = "", donnee: object = None) -> object:
        return atelier.evaluate(
            """async ([module, corps, html, donnee]) => {
              document.body.innerHTML = html;
              const m = await import(`/static/saisie/${module}.js`);
              const Jouer = (async () => {}).constructor;
              return new Jouer("m", "donnee", corps)(m, donnee);
            }""",
            [module, corps, html, donnee],
        )

    return jouer
