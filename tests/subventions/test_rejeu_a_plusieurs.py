"""Frozen computations replayed by the checks of the night, and by several processes."""

import json
import subprocess
import sys
from decimal import Decimal
from os import environ

import pytest
from django.db import transaction

from subventions.models import Calcul
from subventions.services.verification import calculs_alteres, calculs_discordants
from tests.processus import RACINE, adresse_base
from tests.subventions.rejeux import alterer, figer


@pytest.mark.django_db
def test_une_empreinte_refaite_avec_le_montant_ne_trompe_pas_la_verification():
    calcul = figer()
    alterer(calcul, montant=Decimal("30000.00"))
    assert list(calculs_discordants()) == []  # its own hash already tells it
    change = Calcul.objects.get(pk=calcul.pk)
    alterer(calcul, empreinte=change.calculer_empreinte())
    assert list(calculs_alteres()) == []
    (faute,) = calculs_discordants()
    assert str(faute) == f"rejeu – n° {calcul.pk} : refait, il donne autre chose : montant"


@pytest.mark.django_db(transaction=True)
def test_a_plusieurs_processus(tmp_path):
    """What one process finds, several find, in the same order."""
    calculs = [figer() for _ in range(7)]
    with transaction.atomic():
        for calcul in (calculs[1], calculs[5]):
            alterer(calcul, montant=Decimal("1.00"))
    programme = (
        "from subventions.management.commands import rejouer; "
        "rejouer.TRANCHE, rejouer.TRANCHES_SEUL = 2, 1; "
        "from django.core.management import call_command; call_command('rejouer', processus=2)"
    )
    lance = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {programme}"],
        cwd=RACINE,
        env={
            "PATH": environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": adresse_base(),
            "REDIS_URL": environ["REDIS_URL"],
        },
        capture_output=True,
        text=True,
        check=False,
    )
    rendu = json.loads(lance.stdout)
    assert "2 différences" in lance.stderr
    assert rendu["rejoues"] == 7
    assert [d["calcul"] for d in rendu["differences"]] == [calculs[1].pk, calculs[5].pk]
