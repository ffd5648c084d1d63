"""The values that a field of a sheet has held, one after the other, read from its history."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTransform

from portal.saisie.regles.valeurs import Valeur

Reste = TypeVar("Reste")


def valeurs_a_chaque_fois(evenements: QuerySet[Any], chemin: str, *reste: str) -> QuerySet[Any]:
    """What rows of the history of a sheet say of one field: its value, [revision, id, time] of who
    wrote it, then these other columns. Nothing else of the sheet is read.
    """
    lues: QuerySet[Any] = evenements.annotate(
        valeur=KeyTransform(chemin, "donnees"), ecrit=KeyTransform(chemin, "auteurs")
    ).values_list("valeur", "ecrit", *reste)
    return lues


def successives(
    lues: Iterable[tuple[Valeur | None, Any, Reste]],
) -> list[tuple[Valeur, Any, Reste]]:
    """Keep the rows at which the value of a field changed, "" standing for none."""
    suite: list[tuple[Valeur, Any, Reste]] = []
    for valeur, ecrit, reste in lues:
        if (valeur or "") != (suite[-1][0] if suite else ""):
            suite.append((valeur or "", ecrit, reste))
    return suite
