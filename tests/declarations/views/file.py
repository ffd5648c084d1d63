"""The adviser's queue: its address, what it shows, and three declarations in it."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from tests.declarations.listes import campagne, declarer
from tests.declarations.remplir import jusqu_a
from tests.monde import Monde

FILE = reverse("declarations:file")


@pytest.fixture
def file(monde: Monde) -> SimpleNamespace:
    """Les Passerelles: one to process, one late (2024, open until March), one just called."""
    transmise = jusqu_a(monde.declaration(), monde, "transmise")
    tard = campagne(monde, "reelle", 2024, date(2025, 1, 1), date(2026, 1, 31), date(2026, 3, 1))
    en_retard, ecully = declarer(tard, monde, ["Zoé", "Écully-Centre"])
    jusqu_a(ecully, monde, "en_saisie")
    return SimpleNamespace(transmise=transmise, en_retard=en_retard, ecully=ecully)


def tableau(contenu: str) -> str:
    return contenu.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in contenu else ""
