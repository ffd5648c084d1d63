"""The tables of one Caf: their ids, their rows, and the history that goes with them.

Ids are given here, from a range of its own for each Caf: two Cafs are loaded side by side, and the
first one has the same ids at every scale.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import models

from portal.accueil.peuplement.copie import Table, ecrire


class PlageEpuisee(Exception):
    """A Caf holds more rows of a model than its range of ids: ``par_caf`` is too small."""


class Rangee:
    """A table of one Caf, and of its history when the model has one.

    ``par_caf``: ids that a Caf may use, rows of history included.
    """

    def __init__(self, modele: type[models.Model], colonnes: str, rang: int, par_caf: int) -> None:
        self.table = Table(modele, f"{modele._meta.pk.column} {colonnes}")
        # The first range is left to what was there before: the chain of the nation, for one.
        self._prochain = (rang + 1) * par_caf + 1
        self._dernier = (rang + 2) * par_caf
        suivi = getattr(modele, "pgh_event_model", None)
        labels = list(getattr(modele, "pgh_event_models", ()))
        apres = (rang + 1) * par_caf * 8
        self.histoire = _Histoire(suivi, labels, self.table, apres) if suivi else None

    def reserver(self) -> int:
        """The next id."""
        if self._prochain > self._dernier:
            raise PlageEpuisee(self.table.modele._meta.label)
        self._prochain += 1
        return self._prochain - 1

    def ajouter(self, *valeurs: Any, le: datetime | None = None) -> int:
        """Add one row under the next id; ``le`` is when history says that it came."""
        pk = self.reserver()
        self.poser(pk, *valeurs, le=le)
        return pk

    def poser(self, pk: int, *valeurs: Any, le: datetime | None = None) -> None:
        """Add one row under an id reserved before."""
        cellules = self.table.ajouter(pk, *valeurs)
        if self.histoire and le:
            self.histoire.ajouter(0, cellules, le)

    def raconter(self, pk: int, suite: Sequence[tuple[datetime, Sequence[Any]]]) -> None:
        """Add a row as it ended, and each of the forms it took, from the first to the last."""
        for rang, (le, valeurs) in enumerate(suite):
            if rang == len(suite) - 1:
                cellules = self.table.ajouter(pk, *valeurs)
            else:
                cellules = [str(pk), *map(ecrire, valeurs), *self.table._defauts]
            if self.histoire:
                self.histoire.ajouter(1 if rang else 0, cellules, le)

    @property
    def tables(self) -> list[Table]:
        return [self.table, *([self.histoire.table] if self.histoire else [])]


class _Histoire:
    """Events of one model, as the triggers of pghistory would have written them."""

    PROPRES = "pgh_id pgh_label pgh_created_at"
    OBJET = "pgh_obj_id"

    def __init__(
        self, modele: type[models.Model], labels: Sequence[str], source: Table, apres: int
    ) -> None:
        colonnes = [str(c.column) for c in modele._meta.concrete_fields]
        # What a right covers is told without the row that says it: it goes with it.
        self._objet = [self.OBJET] if self.OBJET in colonnes else []
        suivies = [nom for nom in colonnes if nom in source.colonnes and not nom.startswith("pgh_")]
        self.table = Table(modele, " ".join([self.PROPRES, *self._objet, *suivies]))
        self._labels = labels
        self._places = [source.colonnes.index(nom) for nom in suivies]
        self._dernier = apres

    def ajouter(self, rang: int, cellules: Sequence[str], le: datetime) -> None:
        """Add an event, by the rank of its label: the first one says that the row came."""
        self._dernier += 1
        propres = [str(self._dernier), self._labels[rang], le.isoformat()]
        objet = cellules[:1] if self._objet else []
        self.table.ajouter_cellules(
            [*propres, *objet, *(cellules[p] for p in self._places), *self.table._defauts]
        )


class Registre:
    """The tables of one Caf, by name, in the order in which they are sent."""

    def __init__(self, rang: int) -> None:
        self.rang = rang
        self._rangees: list[Rangee] = []
        self._tables: list[Table] = []

    def rangee(self, modele: type[models.Model], colonnes: str, par_caf: int) -> Rangee:
        rangee = Rangee(modele, colonnes, self.rang, par_caf)
        self._rangees.append(rangee)
        return rangee

    def table(self, modele: type[models.Model], colonnes: str) -> Table:
        """A table without an id of its own: a many-to-many one."""
        table = Table(modele, colonnes)
        self._tables.append(table)
        return table

    def vider(self, *, pleines: bool = False) -> int:
        """Send the rows kept, in order; with ``pleines``, once a table holds many. Return how many.

        All of them together: a trigger may look at a row of another table.
        """
        toutes = [*self._tables, *chain(*(r.tables for r in self._rangees))]
        if pleines and not any(table.est_pleine for table in toutes):
            return 0
        return sum(table.vider() for table in toutes)
