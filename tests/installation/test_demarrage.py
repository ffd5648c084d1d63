"""What a process does not load before it needs it, and what it looks through for garbage."""

import json
import subprocess
import sys

import pytest
from celery import signals

from portal.celery import ranger_la_memoire

# Every page is known; none was asked for.
DEMARRER = """
import sys, gc, django
django.setup()
from django.urls import get_resolver
assert len(get_resolver().url_patterns) > 10
print(gc.get_threshold()[0], *(m for m in sys.argv[1:] if m in sys.modules))
"""
# As gunicorn starts a process that serves, and no further.
SERVIR = """
import gc, json
from collections import deque
from unittest import mock
from gunicorn.workers.gthread import ThreadWorker
from portal.guichet import Guichet
def charger(self):
    import portal.wsgi
with mock.patch.object(ThreadWorker, "load_wsgi", charger):
    Guichet.load_wsgi(mock.Mock(spec=Guichet))
restent, vues = gc.get_freeze_count(), []
gc.callbacks.append(lambda phase, dit: vues.append(dit["generation"]))
class Page:
    def __init__(self):
        self.soi = self
en_cours = deque(maxlen=60_000)  # what pages hold while they are drawn
for _ in range(2_000_000):
    en_cours.append(Page())
print(json.dumps({"restent": restent, "tout": vues.count(2) // 2}))
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


def test_ce_que_laissent_les_pages_est_cherche_sans_attendre() -> None:
    """What was loaded is set apart; all the rest is looked through every so often."""
    commande = [sys.executable, "-c", SERVIR]
    fait = subprocess.run(commande, capture_output=True, text=True, check=True)
    dit = json.loads(fait.stdout)
    assert dit["restent"] > 100_000
    assert dit["tout"] >= 1


def test_un_worker_en_fait_autant() -> None:
    recepteurs = [recepteur for _, recepteur in signals.worker_process_init.receivers]
    assert ranger_la_memoire in recepteurs
