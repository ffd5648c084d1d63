"""Handing in a workbook of ELAN, as the adviser does."""

import pytest

from declarations.elan.services.confirmation import confirmer_import, etat_compare, reprises_de
from declarations.elan.services.imports import ImportRefuse, deposer_import
from declarations.models import ImportElan
from tests.declarations.classeurs import (
    depose,
)
from tests.monde import Monde, acteur


def deposer(monde: Monde, contenu: bytes, nom: str = "elan.xlsx") -> ImportElan:
    return deposer_import(depose(contenu, nom), acteur=acteur(monde.conseiller))


def confirmer(
    monde: Monde, depot: ImportElan, compare: str | None = None, *, vus: bool = False
) -> ImportElan:
    vu = etat_compare(depot, reprises_de(depot)) if compare is None else compare
    return confirmer_import(depot.pk, acteur=acteur(monde.conseiller), compare=vu, vus=vus)


def refus(monde: Monde, contenu: bytes, nom: str = "elan.xlsx") -> list[str]:
    """The messages of a workbook that is refused; nothing is kept of it."""
    with pytest.raises(ImportRefuse) as erreur:
        deposer(monde, contenu, nom)
    assert not ImportElan.objects.exists()
    return list(erreur.value.erreurs)
