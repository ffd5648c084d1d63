"""What is not looked at twice hides no fault: each way to draw a text is, the first time."""

import pytest
from playwright.sync_api import Page

from tests.e2e.regard import regarder

BON, PALE, FONCE = "color:#123", "color:#ccc", "background:#234"


def page_de(*blocs: tuple[str, str]) -> str:
    textes = "".join(f'<p style="{style}">{texte}</p>' for style, texte in blocs)
    return f"<!doctype html><html lang=fr><title>Essai</title><main><h1>Essai</h1>{textes}</main>"


@pytest.mark.parametrize(
    "fautif",
    [
        pytest.param((PALE, "Une encre pâle"), id="encre"),
        pytest.param((f"{BON};{FONCE}", "La même encre sur un fond foncé"), id="fond"),
        pytest.param((f"{BON};opacity:.3", "La même encre, presque effacée"), id="opacite"),
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
