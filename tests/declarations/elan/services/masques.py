"""A workbook whose rows and columns are hidden, and what it warns of."""

from collections.abc import Callable
from typing import Any

from tests.declarations.elan.depots import deposer
from tests.monde import Monde

COMPTES = "xl/worksheets/sheet2.xml"


def avertis(monde: Monde, contenu: bytes) -> list[str]:
    return deposer(monde, contenu).avertissements


def masquer(feuille: str, quoi: str, place: object) -> Callable[[Any], None]:
    def retoucher(livre: Any) -> None:
        getattr(livre[feuille], f"{quoi}_dimensions")[place].hidden = True

    return retoucher
