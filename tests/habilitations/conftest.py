"""An authority of the seals, that of the portal for one test; an act that it sealed; papers looked
at on the spot."""

from pathlib import Path

import pytest
import time_machine

from habilitations.models import ActeHabilitation, Role
from portal.lecteur.cachets import lire_cachet
from portal.lecteur.programme import reconnaitre
from portal.socle import documents
from portal.socle.cachets import verification
from tests.cachets import Autorite
from tests.habilitations.actes import acte_de
from tests.monde import MAINTENANT, Monde, habiliter


@pytest.fixture
def autorite(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> Autorite:
    """Files are read here: a process apart for each would cost a second."""
    monkeypatch.setattr(
        verification, "lire_a_part", lambda tache, octets, racines: lire_cachet(octets, racines)
    )
    return Autorite(tmp_path / "cachets").installer(settings)


@pytest.fixture
def lus_ici(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers are looked at here: a process apart for each would cost half a second."""
    monkeypatch.setattr(
        documents, "lire_a_part", lambda tache, contenu, nom: reconnaitre(contenu, nom)
    )


@pytest.fixture
def acte(monde: Monde, autorite: Autorite) -> ActeHabilitation:
    """Of a person with two roles, sealed."""
    alice = monde.passerelles.activite
    with time_machine.travel(MAINTENANT, tick=False):
        habiliter(alice, monde.passerelles.gestionnaire, monde.caf, Role.FOURNISSEUR_FINANCES)
    return acte_de(alice)
