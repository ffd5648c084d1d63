"""A chain of the journal and the key that seals it; the authority that seals PDFs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from portal.lecteur.cachets import lire_cachet
from portal.socle.cachets import verification
from portal.socle.cloture import sceller_tout
from portal.socle.lecture_a_part import lire_a_part
from portal.socle.models import ChaineJournal
from portal.socle.verification import premiere_rupture
from tests.cachets import Autorite
from tests.monde import MAINTENANT
from tests.socle.chaines import CLE, DEMAIN, ecrire


@pytest.fixture
def cle_du_journal(settings) -> None:
    settings.CLE_JOURNAL = "A" * 43


@pytest.fixture
def chaine(db: None, cle_du_journal: None) -> ChaineJournal:
    """Three lines, a seal; the day after two more lines, a second seal; then one line."""
    ecrire(3)
    assert sceller_tout(MAINTENANT).scelles == 1
    ecrire(2, DEMAIN)
    assert sceller_tout(DEMAIN).scelles == 1
    ecrire(1, DEMAIN)
    chaine = ChaineJournal.objects.get(cle=CLE)
    assert chaine.numero == 6
    assert premiere_rupture(chaine) is None
    return chaine


@pytest.fixture
def autorite(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> Autorite:
    """That of the portal; files are read here, a process for each would cost a second."""
    monkeypatch.setattr(
        verification, "lire_a_part", lambda tache, octets, racines: lire_cachet(octets, racines)
    )
    return Autorite(tmp_path / "cachets").installer(settings)


@pytest.fixture
def a_part(autorite: Autorite, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process apart, as in reality."""
    monkeypatch.setattr(verification, "lire_a_part", lire_a_part)


@pytest.fixture
def une_seule_connexion(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A pool of one connection: what comes next has the one of before."""
    connection.close()
    connection.close_pool()
    options = connection.settings_dict["OPTIONS"]
    monkeypatch.setitem(options, "pool", {**options["pool"], "max_size": 1})
    yield
    connection.close()
    connection.close_pool()
