"""Fixtures of the commands that answer requests: ``estimer``, ``acomptes``."""

import io
import json
from functools import partial

import pytest
from django.core.management import call_command

from habilitations.services import charger_cafs
from subventions.services import charger_baremes
from tests.memoire import Memoire
from tests.monde import MAINTENANT


def _charger() -> None:
    charger_cafs()
    charger_baremes()


_REFERENTIELS = Memoire(_charger, MAINTENANT)


@pytest.fixture
def baremes(db):
    """Every Caf and the barèmes, as the files give them."""
    _REFERENTIELS.poser()


@pytest.fixture
def interroger(tmp_path):
    """Run a command on a text or on data; return the exit status and what it printed."""

    def lancer(commande, contenu):
        fichier = tmp_path / "demande.json"
        texte = contenu if isinstance(contenu, str) else json.dumps(contenu)
        fichier.write_text(texte, encoding="utf-8", errors="surrogatepass")
        sortie = io.StringIO()
        statut = 0
        try:
            call_command(commande, str(fichier), stdout=sortie)
        except SystemExit as fin:
            statut = fin.code
        return statut, json.loads(sortie.getvalue(), parse_constant=pytest.fail)

    return lancer


@pytest.fixture
def demander(interroger):
    """Ask for estimates; other commands say their own."""
    return partial(interroger, "estimer")
