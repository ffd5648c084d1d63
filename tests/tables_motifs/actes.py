"""What the tables of written reasons are made of."""

from collections.abc import Callable
from typing import Any

from tests.monde import Monde, acteur

# It calls a service with this reason, in the small world of the tests.
Appel = Callable[[Monde, str], Any]
Table = dict[Callable[..., Any], Appel]


def du_conseiller(service: Callable[..., Any], **options: Any) -> Appel:
    """A service that reads the reason before anything else."""

    def acte(monde: Monde, motif: str) -> None:
        service(1, acteur=acteur(monde.conseiller), motif=motif, **options)

    return acte
