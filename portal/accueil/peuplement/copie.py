"""Writing rows by the hundred thousand: PostgreSQL's COPY, from the columns of the models.

A column that nobody names takes the default of its field, so that a field added to a model is
written here too. Constraints and foreign keys hold as for any other insertion.
"""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED

NUL = r"\N"
LOT = 8_000_000
"""Characters kept in memory for one table before they are sent."""


class Json(str):
    """A text that is already JSON, escaped for COPY."""

    __slots__ = ()


def en_json(valeur: Any) -> Json:
    """The JSON of plain data, ready to be written in any number of rows."""
    texte = json.dumps(valeur, ensure_ascii=False, separators=(",", ":"))
    return Json(texte.replace("\\", "\\\\"))


def _texte(valeur: str) -> str:
    if "\\" in valeur or "\n" in valeur or "\t" in valeur or "\r" in valeur:
        valeur = valeur.replace("\\", "\\\\").replace("\n", "\\n")
        valeur = valeur.replace("\t", "\\t").replace("\r", "\\r")
    return valeur


ECRITURES: dict[type, Callable[[Any], str]] = {
    Json: str,
    str: _texte,
    int: str,
    bool: lambda valeur: "t" if valeur else "f",
    type(None): lambda _: NUL,
    datetime: datetime.isoformat,
    date: date.isoformat,
    Decimal: str,
    UUID: str,
    dict: en_json,
    list: en_json,
}


def ecrire(valeur: Any) -> str:
    """One value as COPY reads it; a text of an enumeration is written as a text."""
    forme = ECRITURES.get(type(valeur))
    if forme is None:
        forme = _texte if isinstance(valeur, str) else ECRITURES[Decimal]
    return forme(valeur)


class Table:
    """Rows of one model, from the columns named; the others take their default."""

    def __init__(self, modele: type[models.Model], colonnes: str) -> None:
        self.modele = modele
        self.nommees = colonnes.split()
        propres = (modele._meta.concrete_model or modele)._meta.local_concrete_fields
        champs = [c for c in propres if c.column not in self.nommees]
        # An autofield that is not named is given by its sequence.
        champs = [c for c in champs if not isinstance(c, models.AutoField)]
        self.colonnes = [*self.nommees, *(c.column for c in champs)]
        self._defauts = [_defaut(c) for c in champs]
        self._lignes: list[str] = []
        self._taille = 0

    def ajouter(self, *valeurs: Any) -> list[str]:
        """Add a row and return its cells, in the order of ``colonnes``."""
        cellules = [ecrire(valeur) for valeur in valeurs]
        cellules += self._defauts
        self.ajouter_cellules(cellules)
        return cellules

    def ajouter_cellules(self, cellules: Sequence[str]) -> None:
        ligne = "\t".join(cellules)
        self._lignes.append(ligne)
        self._taille += len(ligne)

    @property
    def est_pleine(self) -> bool:
        return self._taille > LOT

    def vider(self) -> int:
        """Send what is kept; return how many rows."""
        nombre, texte = len(self._lignes), "\n".join(self._lignes)
        if not nombre:
            return 0
        self._lignes, self._taille = [], 0
        noms = ", ".join(f'"{nom}"' for nom in self.colonnes)
        with (
            connection.cursor() as curseur,
            curseur.copy(f'COPY "{self.modele._meta.db_table}" ({noms}) FROM STDIN') as copie,
        ):
            copie.write(texte + "\n")
        return nombre


def _defaut(champ: "models.Field[Any, Any]") -> str:
    if champ.default is NOT_PROVIDED:
        if champ.has_db_default() and not hasattr(champ.db_default, "resolve_expression"):
            return ecrire(champ.db_default)  # as the database does
        return NUL if champ.null else ""
    return ecrire(champ.get_default())
