"""Readings whose SQL Django writes once: those of every page and of every save (decision 0078).

Writing a statement from a queryset takes Django longer than PostgreSQL takes to answer it. Where
the same question comes back with other values, the text is kept and the values alone change.
"""

import copy
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Generic, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import connections, models
from django.db.models import F, Func, QuerySet, Value, prefetch_related_objects

from portal.socle.curseur import SqlEcrit

T = TypeVar("T")
Valeur = int | str | date | datetime | list[int]
# Of a value in a statement: its place, its rank among those given, the type it takes there.
Place = tuple[int, int, type[int] | None]


class RequeteEcrite(Generic[T]):
    """A queryset as a function of plain values: ``lire`` gives its rows.

    ``ecrire`` is called with stand-ins, once for each kind of values: each must become a value of
    the statement, and nothing else may vary, neither the clock nor a setting. Rows, not a queryset
    that could be narrowed: what is narrowed is written anew.
    """

    def __init__(self, ecrire: Callable[..., "QuerySet[Any, T]"]) -> None:
        self._ecrire = ecrire
        self._ecrites: dict[tuple[type, ...], _Ecrite[T]] = {}

    def lire(self, *valeurs: Valeur) -> list[T]:
        """The rows for these values.

        Raises TypeError for what is no plain value, None among them: it would ask something else.
        """
        valeurs = tuple(v.value if isinstance(v, Enum) else v for v in valeurs)
        genres = tuple(type(valeur) for valeur in valeurs)
        ecrite = self._ecrites.get(genres)
        if ecrite is None:
            ecrite = self._ecrites[genres] = _Ecrite(self._ecrire, genres)
        return ecrite.lire(valeurs)

    def premiere(self, *valeurs: Valeur) -> T | None:
        """The first of these rows, which are all read; None when there is none."""
        return next(iter(self.lire(*valeurs)), None)


class _Ecrite(Generic[T]):
    """The statement for one kind of values, with the places of each."""

    def __init__(self, ecrire: Callable[..., "QuerySet[Any, T]"], genres: tuple[type, ...]) -> None:
        remplacants = [_remplacant(genre, rang) for rang, genre in enumerate(genres)]
        self._lecture = ecrire(*remplacants)
        self._compilateur = self._lecture.query.get_compiler(using=self._lecture.db)
        sql, parametres = self._compilateur.as_sql()
        self._sql = SqlEcrit(sql)
        self._parametres = list(parametres)
        self._places = _places(parametres, remplacants)
        self._conversions = self._compilateur.get_converters(
            [colonne for colonne, _, _ in self._compilateur.select]
        )
        # Once more with others: nothing else may move, and what looks like a stand-in does not.
        autres = [_remplacant(genre, rang + len(genres)) for rang, genre in enumerate(genres)]
        sql, parametres = ecrire(*autres).query.sql_with_params()
        attendus = self._parametres_pour(autres)
        entrees = {rang for _, rang, _ in self._places} == set(range(len(genres)))
        if not entrees or (sql, list(parametres)) != (self._sql, attendus):
            raise ValueError("Chaque valeur doit entrer telle quelle dans la requête.")

    def lire(self, valeurs: Sequence[Valeur]) -> list[T]:
        """As Django reads a queryset: its compiler is asked for, told to run, then looked at."""
        modele = self._lecture
        lecture: Any = object.__new__(type(modele))  # a copy would be read, a clone written
        vars(lecture).update(vars(modele), query=copy.copy(modele.query))
        lecture.query.get_compiler = lambda *_, **__: self._compilateur_pour(valeurs, modele.db)
        lignes: list[Any] = list(lecture._iterable_class(lecture))
        if suites := lecture._prefetch_related_lookups:
            prefetch_related_objects(lignes, *suites)
        return lignes

    def _compilateur_pour(self, valeurs: Sequence[Valeur], base: str) -> Any:
        """The compiler that wrote the statement, for these values and for this thread."""
        parametres = tuple(self._parametres_pour(valeurs))
        compilateur = copy.copy(self._compilateur)
        compilateur.connection = connections[base]
        compilateur.as_sql = lambda: (self._sql, parametres)
        compilateur.get_converters = lambda _: self._conversions
        return compilateur

    def _parametres_pour(self, valeurs: Sequence[Valeur]) -> list[Any]:
        parametres = self._parametres.copy()
        for place, rang, genre in self._places:
            valeur: Any = valeurs[rang]
            parametres[place] = genre(valeur) if genre else valeur
        return parametres


def parmi(chemin: str, ids: Sequence[int]) -> Func:
    """Condition: the id at this path is among these, told as one value whatever their number."""
    return Func(
        F(chemin),
        Value(ids, output_field=ArrayField(models.BigIntegerField())),
        template="(%(expressions)s))",
        arg_joiner=" = ANY(",
        output_field=models.BooleanField(),
    )


def rattacher(objet: models.Model, relation: str, lignes: Sequence[models.Model]) -> None:
    """Keep rows as those of a reverse relation of one object, as ``prefetch_related`` does."""
    gestion = getattr(objet, relation)
    for ligne in lignes:
        setattr(ligne, gestion.field.name, objet)
    lecture = gestion.get_queryset()
    lecture._result_cache, lecture._prefetch_done = list(lignes), True
    vars(objet).setdefault("_prefetched_objects_cache", {})[relation] = lecture


def _places(parametres: Sequence[Any], remplacants: Sequence[Valeur]) -> list[Place]:
    """Where each stand-in is among the values of a statement.

    With the type that Django gives it there: a whole number is told to PostgreSQL as its column's.
    """
    return [
        (place, rang, type(parametre) if isinstance(parametre, int) else None)
        for place, parametre in enumerate(parametres)
        for rang, remplacant in enumerate(remplacants)
        if isinstance(parametre, type(remplacant)) and parametre == remplacant
    ]


def _remplacant(genre: type, rang: int) -> Valeur:
    """A stand-in: a value that no reading asks for, within what every column holds."""
    if genre is int:
        return 32_001 + rang
    if genre is list:
        return [32_001 + rang]
    if genre is str:
        return f"valeur\N{SYMBOL FOR NULL}{rang}"
    if genre is datetime:
        return datetime(9000, 1, 1 + rang, tzinfo=UTC)
    if genre is date:
        return date(9000, 1, 1 + rang)
    raise TypeError(f"Une requête écrite ne reçoit pas de valeur du genre {genre.__name__}.")
