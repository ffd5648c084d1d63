"""What a process does not load before it needs it."""

import subprocess
import sys

import pytest

# Every page is known; none was asked for.
DEMARRER = """
import sys, gc, django
django.setup()
from django.urls import get_resolver
assert len(get_resolver().url_patterns) > 10
print(gc.get_threshold()[0], *(m for m in sys.argv[1:] if m in sys.modules))
"""
DE_QUI_IMPRIME = ("weasyprint", "fontTools")
DE_QUI_SCELLE = ("pyhanko", "asn1crypto")


@pytest.fixture(scope="module")
def charges() -> list[str]:
    fait = subprocess.run(
        [sys.executable, "-c", DEMARRER, *DE_QUI_IMPRIME, *DE_QUI_SCELLE],
        capture_output=True,
        text=True,
        check=True,
    )
    return fait.stdout.split()


def test_seul_qui_imprime_ou_scelle_charge_de_quoi_le_faire(charges: list[str]) -> None:
    """Half a second of processor for each process otherwise, and its memory."""
    assert charges[1:] == []


def test_ce_qui_reste_toujours_n_est_pas_regarde_sans_cesse(charges: list[str]) -> None:
    assert int(charges[0]) == 50_000
