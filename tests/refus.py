"""What a test says of an act refused: never this person's, or not possible now."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from portal.socle.refus import ActionRefusee


@contextmanager
def acte_interdit() -> Iterator[None]:
    """The role refuses: a 403."""
    with pytest.raises(ActionRefusee) as refus:
        yield
    assert refus.value.interdite


@contextmanager
def acte_impossible(motif: str) -> Iterator[None]:
    """The moment refuses, in words that hold ``motif``: a message."""
    with pytest.raises(ActionRefusee, match=motif) as refus:
        yield
    assert not refus.value.interdite
