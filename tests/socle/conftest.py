"""A chain of the journal and the key that seals it."""

import pytest

from portal.socle.cloture import sceller_tout
from portal.socle.models import ChaineJournal
from portal.socle.verification import premiere_rupture
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
