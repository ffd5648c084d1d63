"""Every template that a browser is given: no style, no script of its own."""

from pathlib import Path

import pytest
from django.conf import settings

RACINE = Path(settings.BASE_DIR, "templates")


# Printed pages and e-mails apart: the portal shows neither under its own policy.
GABARITS = sorted(
    str(chemin.relative_to(RACINE))
    for chemin in RACINE.rglob("*.html")
    if chemin.relative_to(RACINE).parts[0] not in ("pdf", "courriels")
)


@pytest.mark.parametrize("gabarit", GABARITS)
def test_aucun_style_ni_script_dans_les_gabarits(gabarit):
    """CSP forbids them."""
    texte = (RACINE / gabarit).read_text()
    assert " style=" not in texte
    assert "<style" not in texte
    assert " onclick=" not in texte
    assert "javascript:" not in texte
    for balise in texte.split("<script")[1:]:
        ouverture = balise.split(">")[0]
        assert "src=" in ouverture or 'type="application/json"' in ouverture
