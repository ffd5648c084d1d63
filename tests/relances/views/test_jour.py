"""The day whose reminders are foreseen: as it is written, or why it cannot be."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.monde import JOUR, Monde
from tests.relances.campagnes import appelee
from tests.relances.views.pages import lire

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fige")]


@pytest.mark.parametrize(
    ("jour", "dit"),
    [
        ("hier", "Écrivez la date sous la forme JJ/MM/AAAA."),
        ("30/02/2026", "Cette date n’existe pas dans le calendrier."),
        (str(JOUR - timedelta(days=1)), "Choisissez un jour du 3 février 2026 au 10 mars 2027"),
        ("2027-03-11", "Choisissez un jour du 3 février 2026 au 10 mars 2027"),
        ("9999-12-31", "entre 1900 et 2100"),
    ],
)
def test_un_jour_impossible_le_dit_et_montre_aujourd_hui(
    monde: Monde, conseiller: Client, jour: str, dit: str
) -> None:
    appelee(monde)
    page = lire(conseiller, jour)
    assert "<h1>Relances du 3 février 2026</h1>" in page
    assert dit in page
    assert f'value="{jour}"' in page


@pytest.mark.parametrize(("jour", "lu"), [("", "3 février 2026"), ("16/03/2026", "16 mars 2026")])
def test_un_jour_ecrit_comme_on_l_ecrit(
    monde: Monde, conseiller: Client, jour: str, lu: str
) -> None:
    """Where the browser has no calendar, a date is typed."""
    appelee(monde)
    assert f"<h1>Relances du {lu}</h1>" in lire(conseiller, jour)
