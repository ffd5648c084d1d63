"""Pages are asked for on the day of the world."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.monde import MAINTENANT


@pytest.fixture(autouse=True)
def le_jour() -> Iterator[None]:
    with time_machine.travel(MAINTENANT, tick=False):
        yield
