"""Lists read in the process of the test: a process apart for each would cost half a second."""

from typing import Any

import pytest

from portal.lecteur.programme import TACHES
from portal.socle import documents, lecture_classeurs


@pytest.fixture
def sur_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def lire(tache: str, contenu: bytes, detail: str = "") -> Any:
        return TACHES[tache](contenu, detail)

    monkeypatch.setattr(lecture_classeurs, "lire_a_part", lire)
    monkeypatch.setattr(documents, "lire_a_part", lire)
