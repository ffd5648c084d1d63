"""Papers are looked at here: a process apart for each would cost half a second."""

import pytest

from portal.lecteur.programme import reconnaitre
from portal.socle import documents


@pytest.fixture(autouse=True)
def lus_ici(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        documents, "lire_a_part", lambda tache, contenu, nom: reconnaitre(contenu, nom)
    )
