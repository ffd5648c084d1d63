"""What the tables of written reasons are made of."""

from collections.abc import Callable
from functools import partial
from typing import Any

from tests.monde import Monde, acteur

# It calls a service with this reason, in the small world of the tests.
Appel = Callable[[Monde, str], Any]
Table = dict[Callable[..., Any], Appel]
# It prepares an object, and gives what calls a service on it with a reason, again and again.
Demande = Callable[[Monde], Callable[..., Any]]


def du_conseiller(service: Callable[..., Any], **options: Any) -> Appel:
    """A service that reads the reason before anything else."""

    def acte(monde: Monde, motif: str) -> None:
        service(1, acteur=acteur(monde.conseiller), motif=motif, **options)

    return acte


def en_place(service: Callable[..., Any], qui: str, *args: Any, **options: Any) -> Demande:
    """A service of what the small world already holds: its arguments may be read from it."""

    def preparer(monde: Monde) -> Callable[..., Any]:
        lus = [a(monde) if callable(a) else a for a in args]
        lues = {c: a(monde) if callable(a) else a for c, a in options.items()}
        return partial(service, *lus, **lues, acteur=acteur(getattr(monde, qui)))

    return preparer
