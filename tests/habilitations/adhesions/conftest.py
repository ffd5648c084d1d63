"""Papers of these tests are looked at on the spot."""

import pytest


@pytest.fixture(autouse=True)
def toujours_lus_ici(lus_ici: None) -> None:
    """See ``lus_ici``."""
