"""What is not looked at twice hides no fault: each way to draw a text is, the first time."""

import pytest
from playwright.sync_api import Page

from tests.e2e.regard import ADRESSE, regarder

BON, PALE, FONCE, BLANC = "color:#123", "color:#ccc", "background:#234", "background:#fff"
FEUILLE = "/static/portail.css"
GRIS = "color:#888"  # may be read in large letters only


def page_de(*blocs: tuple[str, str]) -> str:
    textes = "".join(f'<p style="{style}">{texte}</p>' for style, texte in blocs)
    return f"<!doctype html><html lang=fr><title>Essai</title><main><h1>Essai</h1>{textes}</main>"


@pytest.mark.parametrize(
    "fautif",
    [
        pytest.param((PALE, "Une encre pâle"), id="encre"),
        pytest.param((f"{BON};{FONCE}", "La même encre sur un fond foncé"), id="fond"),
        pytest.param((f"{BON};opacity:.3", "La même encre, presque effacée"), id="opacite"),
        pytest.param(
            (f"{BON};opacity:.3", f"<b style={BLANC}>Effacée avec son fond</b>"), id="voile"
        ),
    ],
)
def test_une_encre_jamais_vue_est_regardee(page: Page, fautif: tuple[str, str]) -> None:
    page.set_content(page_de((BON, "Un texte lisible")))
    assert not regarder(page)
    page.set_content(page_de((BON, "Un autre texte lisible")))
    assert not regarder(page)
    for _ in range(2):  # a fault is never taken for seen
        page.set_content(page_de((BON, "Un texte lisible"), fautif))
        assert "color-contrast" in regarder(page)


def test_le_reste_est_regarde_a_chaque_fois(page: Page) -> None:
    page.set_content(page_de((BON, "Un texte lisible")))
    assert not regarder(page)
    page.set_content(page_de((BON, "Un texte lisible<img src=x>")))
    assert "image-alt" in regarder(page)


def test_une_encre_lisible_en_grand_est_regardee_en_petit(page: Page) -> None:
    page.set_content(page_de((f"{GRIS};font-size:30px", "Un grand texte")))
    assert not regarder(page)
    page.set_content(page_de((f"{GRIS};font-size:16px", "Un petit texte")))
    assert "color-contrast" in regarder(page)


def test_axe_se_lit_comme_une_page_le_lit_et_se_garde(page: Page, live_server: object) -> None:
    """Asked for once by a tab, then kept as the other static files are; else each look sends it."""
    demandes: list[str] = []
    page.on("requestfinished", lambda r: demandes.append(r.url))
    for _ in range(3):
        page.goto(f"{live_server.url}/")
        regarder(page)
    reponses = [page.request.get(live_server.url + chemin) for chemin in (ADRESSE, FEUILLE)]
    assert {r.headers.get("cache-control") for r in reponses} == {"max-age=3600"}
    assert any(url.endswith(ADRESSE) for url in demandes)
    assert not page.evaluate("[...document.scripts].some((s) => s.src.endsWith('axe.js'))")
