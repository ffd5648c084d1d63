"""At 320 px, and zoomed to 200 %: nothing to scroll sideways on the main pages."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, Page

from declarations.models import Declaration
from tests.declarations.remplir import jusqu_a
from tests.e2e.conftest import appeler_aujourd_hui
from tests.e2e.saisie import a_saisir, connecter, heures
from tests.monde import Monde

# 1280 px zoomed to 200 % leave 640 px to the page.
ECRANS = {"320": (320, 640, 1), "200 %": (640, 512, 2)}


@pytest.fixture(params=ECRANS)
def ecran(
    request: pytest.FixtureRequest, browser: Browser, live_server: object
) -> Iterator[tuple[Page, str]]:
    largeur, hauteur, echelle = ECRANS[request.param]
    contexte = browser.new_context(
        viewport={"width": largeur, "height": hauteur},
        device_scale_factor=echelle,
        locale="fr-FR",
    )
    yield contexte.new_page(), live_server.url
    contexte.close()


def debords(page: Page, base: str, chemins: list[str]) -> list[str]:
    """Pages wider than the screen, and by how much."""
    trop = []
    for chemin in chemins:
        reponse = page.goto(base + chemin)
        assert reponse
        assert reponse.status == 200, chemin
        exces = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if exces > 0:
            trop.append(f"{chemin} : {exces} px")
    return trop


def pages_du_partenaire(declaration: Declaration, envoyee: Declaration) -> list[str]:
    pk, chemin = declaration.pk, heures(declaration)
    return [
        "/a-faire/",
        "/declarations/",
        "/declarations/calendrier/",
        f"/declarations/{pk}/",
        *(f"/declarations/{pk}/volets/{v}/" for v in ("activite", "finances")),
        f"/declarations/{pk}/volets/activite/signature/",
        f"/declarations/{pk}/volets/activite/historique/",
        f"/declarations/{pk}/volets/activite/historique/{chemin}/",
        f"/declarations/{pk}/controles/",
        f"/declarations/{envoyee.pk}/",
        f"/declarations/{envoyee.pk}/versions/1/",
    ]


def test_rien_ne_deborde(monde_vivant: Monde, ecran: tuple[Page, str]) -> None:
    (page, base), monde, maintenant = ecran, monde_vivant, timezone.now()
    declaration = jusqu_a(a_saisir(monde), monde, "en_saisie", maintenant=maintenant)
    envoyee = appeler_aujourd_hui(monde, "reelle", 2025, monde.er_voisin)
    jusqu_a(envoyee, monde, "transmise", maintenant=maintenant)

    trop = debords(page, base, ["/", "/aide/", "/compte/connexion/"])
    connecter(page, base, monde.voisins.activite)
    trop += debords(page, base, ["/composants/"])
    trop += debords(page, base, pages_du_partenaire(declaration, envoyee))
    page.context.clear_cookies()
    connecter(page, base, monde.conseiller)
    du_conseiller = ["/a-faire/", "/declarations/instruction/", f"/declarations/{envoyee.pk}/"]
    trop += debords(page, base, du_conseiller)

    assert trop == []


def test_le_total_d_un_tableau_en_cartes_n_a_pas_de_filets(browser: Browser) -> None:
    """The rule above a total is that of a table: in a card it would cross each of its lines."""
    feuille = (settings.BASE_DIR / "static" / "composants.css").read_text("utf-8")
    cellules = "<tr><th scope='row'>Ensemble</th><td data-label='Dossiers'>6</td></tr>"
    page = browser.new_page(viewport={"width": 375, "height": 640})
    page.set_content(
        f"<style>:root {{ --bord-champ: gray }} {feuille}</style>"
        f"<table class='table tableau tableau-cartes'>"
        f"<tbody>{cellules}</tbody><tfoot>{cellules}</tfoot></table>"
    )
    filet = "e => e.map(c => getComputedStyle(c).borderTopWidth)"
    assert page.eval_on_selector_all("tfoot tr > *", filet) == ["0px", "0px"]
    page.set_viewport_size({"width": 1280, "height": 640})
    assert page.eval_on_selector_all("tfoot tr > *", filet) == ["2px", "2px"]
    page.close()


def test_l_intitule_d_une_echeance_tient_la_largeur_de_sa_carte(browser: Browser) -> None:
    """The share of a row that it has in the table cut it syllable by syllable in its card."""
    statiques = settings.BASE_DIR / "static"
    feuilles = "".join(
        (statiques / f"{f}.css").read_text("utf-8") for f in ("composants", "analyse")
    )
    page = browser.new_page(viewport={"width": 375, "height": 640})
    page.set_content(
        f"<style>{feuilles}</style>"
        "<table class='table tableau tableau-cartes tableau-barres tableau-echeances'><tbody><tr>"
        "<th scope='row'>Premier acompte</th><td class='nombre' data-label='Montant'>1,00 €</td>"
        "</tr></tbody></table>"
    )
    largeurs = page.eval_on_selector_all("tr > *", "e => e.map(c => c.offsetWidth)")
    assert largeurs[0] == largeurs[1] > 300
    page.close()
