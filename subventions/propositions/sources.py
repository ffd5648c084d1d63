"""Estimates under way, asked of the applications that hold them: ``subventions`` knows none.

Each registers its source when it starts; the effect of a proposed value is counted over them all.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from subventions.propositions.regles.periodes import Periode
from subventions.regles.bareme import Bareme
from subventions.regles.estimation import Estimation


@dataclass(frozen=True)
class Portee:
    """Which estimates are asked for: a formula, exercices, and one Caf or (None) all of them."""

    dispositif: str
    periode: Periode
    caf_id: int | None = None


@dataclass(frozen=True)
class EnCours:
    """An estimate not frozen yet, and how to make it with any barème."""

    annee: int
    caf_id: int
    estimer: Callable[[Bareme], Estimation]


@dataclass(frozen=True)
class Source:
    """How an application answers: how many it has, and each of them, in bounded memory."""

    compter: Callable[[Portee], int]
    estimations: Callable[[Portee], Iterator[EnCours]]


_sources: dict[str, Source] = {}


def inscrire(nom: str, source: Source) -> None:
    """Have the estimates of one kind asked of this source, from now on."""
    _sources[nom] = source


def compter(portee: Portee) -> int:
    """How many estimates of every kind are under way."""
    return sum(source.compter(portee) for source in _sources.values())


def estimations(portee: Portee) -> Iterator[EnCours]:
    """Each of them."""
    for source in _sources.values():
        yield from source.estimations(portee)
