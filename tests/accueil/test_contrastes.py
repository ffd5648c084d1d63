"""The tokens of portail.css reach the contrasts of WCAG 2.1 AA (RGAA 3.2, 3.3)."""

import re
from pathlib import Path

import pytest
from django.conf import settings

JETONS = dict(
    re.findall(
        r"--([a-z-]+): #([0-9a-f]{6});", Path(settings.BASE_DIR, "static/portail.css").read_text()
    )
)
FONDS = ("papier", "papier-fonce", "feuille")


def luminance(couleur: str) -> float:
    canaux = (int(couleur[i : i + 2], 16) / 255 for i in (0, 2, 4))
    r, v, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux)
    return 0.2126 * r + 0.7152 * v + 0.0722 * b


def contraste(un: str, autre: str) -> float:
    clair, sombre = sorted((luminance(JETONS[un]), luminance(JETONS[autre])), reverse=True)
    return (clair + 0.05) / (sombre + 0.05)


@pytest.mark.parametrize("fond", FONDS)
@pytest.mark.parametrize("texte", ["encre", "encre-douce", "accent", "accent-fonce", "erreur"])
def test_textes_lisibles(texte, fond):
    assert contraste(texte, fond) >= 4.5


@pytest.mark.parametrize("ton", ["info", "succes", "attention", "erreur"])
def test_tons_lisibles_sur_leur_fond(ton):
    assert contraste(ton, f"{ton}-pale") >= 4.5
    assert contraste("encre", f"{ton}-pale") >= 7


@pytest.mark.parametrize("trait", ["bord-champ", "foyer"])
@pytest.mark.parametrize("fond", FONDS)
def test_bords_des_champs_et_foyer_visibles(trait, fond):
    assert contraste(trait, fond) >= 3
