"""Counting no further than people read: beyond, « plus de 1 000 »."""

from typing import Any

from django.db.models import QuerySet

from portal.socle.formats import nombre

ASSEZ = 1_000


def compter_au_plus(lignes: QuerySet[Any]) -> int:
    """How many rows there are; one more than ASSEZ stands for all that are more.

    The database stops there, whatever it would have counted.
    """
    return lignes.order_by().values("pk")[: ASSEZ + 1].count()


def dire_combien(combien: int) -> str:
    """Such a count, in French."""
    return f"plus de {nombre(ASSEZ)}" if combien > ASSEZ else nombre(combien)
