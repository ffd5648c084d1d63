"""An authority of the seals, as the tests of the acts have one."""

from tests.habilitations.conftest import autorite

__all__ = ["autorite"]
