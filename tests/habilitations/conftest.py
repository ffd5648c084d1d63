"""An authority of the seals, that of the portal for one test."""

from pathlib import Path

import pytest

from portal.lecteur.cachets import lire_cachet
from portal.socle.cachets import verification
from tests.cachets import Autorite


@pytest.fixture
def autorite(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> Autorite:
    """Files are read here: a process apart for each would cost a second."""
    monkeypatch.setattr(
        verification, "lire_a_part", lambda tache, octets, racines: lire_cachet(octets, racines)
    )
    return Autorite(tmp_path / "cachets").installer(settings)
