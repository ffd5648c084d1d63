"""Totals of the checks."""

from declarations.models import Declaration, ReleveControles
from tests.declarations.contraintes.acte import Acte
from tests.monde import Monde


def _releve(monde: Monde, **nombres: int) -> None:
    defauts = {"constats": 3, "transmissions": 1, "justifies": 2, "acceptes": 1, "en_attente": 1}
    ReleveControles.objects.create(
        caf=monde.caf, dispositif="er", code="C06", **(defauts | nombres)
    )


def _double(monde: Monde, declaration: Declaration) -> None:
    _releve(monde)
    _releve(monde)


CAS: dict[str, Acte] = {
    "releve_controles_unique": _double,
    "releve_controles_bornes": lambda m, d: _releve(m, transmissions=4),
    "releve_controles_justifies": lambda m, d: _releve(m, acceptes=2),
}
