"""The main journey of a partner without JavaScript: nothing depends on it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from declarations.models import Declaration
from habilitations.models import Utilisateur
from tests.declarations.remplir import referentiels, valeurs_completes
from tests.e2e.conftest import appeler_aujourd_hui
from tests.monde import MOT_DE_PASSE, Monde


@pytest.fixture
def nue(browser: Browser, live_server: object) -> Iterator[Page]:
    contexte = browser.new_context(
        java_script_enabled=False, locale="fr-FR", base_url=live_server.url
    )
    yield contexte.new_page()
    contexte.close()


def entrer(page: Page, utilisateur: Utilisateur) -> None:
    page.context.clear_cookies()
    page.goto("/compte/connexion/")
    page.fill("input[name=login]", utilisateur.email)
    page.fill("input[name=password]", MOT_DE_PASSE)
    with page.expect_navigation(url="**/a-faire/"):
        page.press("input[name=password]", "Enter")


def cliquer(page: Page, libelle: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=libelle).click()


def saisir_et_signer(
    page: Page, declaration: Declaration, nature: str, valeurs: dict[str, str]
) -> None:
    page.goto(f"/declarations/{declaration.pk}/volets/{nature}/")
    for chemin, valeur in valeurs.items():
        page.fill(f'[name="{chemin}"]', valeur)
    cliquer(page, "Enregistrer et terminer ce volet")
    cliquer(page, "Signer ce volet")
    assert page.url.endswith(f"/declarations/{declaration.pk}/")


def test_de_la_saisie_a_la_transmission(monde_vivant: Monde, nue: Page) -> None:
    monde = monde_vivant
    referentiels(monde.caf)
    declaration = appeler_aujourd_hui(monde, "previsionnelle", 2026, monde.er_voisin)
    valeurs = valeurs_completes(declaration)

    for nature in ("activite", "finances"):
        entrer(nue, getattr(monde.voisins, nature))
        saisir_et_signer(nue, declaration, nature, valeurs[nature])
    entrer(nue, monde.voisins.approbateur)
    nue.goto(f"/declarations/{declaration.pk}/approbation/")
    cliquer(nue, "Approuver et transmettre à la Caf")

    assert "transmise à la Caf" in nue.inner_text("main")
    declaration.refresh_from_db()
    assert declaration.etat == "transmise"
