"""What no font of ours draws is written by its numbers: nothing is lost in silence on paper."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from portal.socle.imprimables import imprimable
from portal.socle.pdf import pdf_de
from tests.declarations.pdf import compact

PAGE = (
    '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title>'
    '<link rel="stylesheet" href="statique:pdf.css"></head><body>{corps}</body></html>'
)


@pytest.mark.parametrize(
    "texte",
    ["Été à Ugine – « 12 345,60 € »", "Ωμέγα Жуков ✓ ◆ → ≤", "ﬁn", "", "ligne\nsuivante"],
)
def test_ce_que_l_on_dessine_ne_change_pas(texte: str) -> None:
    assert imprimable(texte) == texte


@pytest.mark.parametrize(
    ("texte", "imprime"),
    [
        ("Bravo 😀", "Bravo [1 caractère que l’impression ne dessine pas\u00a0: U+1F600]"),
        ("王小明", "[3 caractères que l’impression ne dessine pas\u00a0: U+738B U+5C0F U+660E]"),
        ("👩🏽‍🏫", "[2 caractères que l’impression ne dessine pas\u00a0: U+1F469 U+1F3EB]"),
        ("ＳＩＲＥＴ", "SIRET"),
        ("❤️", "❤"),
    ],
)
def test_le_reste_est_nomme(texte: str, imprime: str) -> None:
    assert imprimable(texte) == imprime


def test_une_longue_suite_ne_prend_pas_la_page() -> None:
    assert imprimable("王" * 400).count("U+") == 6
    assert "400 caractères" in imprimable("王" * 400)


@given(st.text())
def test_tout_s_imprime_deux_fois_pareil(texte: str) -> None:
    une = imprimable(texte)
    assert imprimable(une) == une


def test_sur_le_papier() -> None:
    pdf = PdfReader(BytesIO(pdf_de(PAGE.format(corps="<p>Fête 🎉 chez 王</p>"))))
    texte = compact(pdf.pages[0].extract_text())
    assert "Fête[1caractère" in texte
    assert "U+1F389" in texte
    assert "U+738B" in texte


def test_un_nom_de_137_lettres_reste_dans_la_page() -> None:
    """A file name without a space pushed the columns after it off the page."""
    nom, montant = f"<th>{'a' * 133}.pdf</th>", "<td class='nombre'>12,00 €</td>"
    tableau = f"<table><tbody><tr>{nom}{montant}<td>dernière</td></tr></tbody></table>"
    pdf = PdfReader(BytesIO(pdf_de(PAGE.format(corps=tableau))))
    page, places = pdf.pages[0], []
    page.extract_text(
        visitor_text=lambda t, cm, tm, *_: places.append((t.strip(), cm[0] * tm[4] + cm[4]))
    )
    a_droite = [x for texte, x in places if texte]
    assert "dernière" in page.extract_text()
    assert max(a_droite) < float(page.mediabox.width) - 70
