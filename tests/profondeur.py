"""Calls within calls, and the memory that they touch."""

import resource

PROFONDEUR = 400
REPRISES = 1000
# Of the thousands that are touched where some call is made again and again at an edge.
PEU = 100


def feuille() -> None:
    """A call that ends at once."""


def descendre(reste: int = PROFONDEUR) -> None:
    """At every depth, call the same thing again and again: some of them are at an edge."""
    for _ in range(REPRISES):
        feuille()
    if reste:
        descendre(reste - 1)


def pages_touchees() -> int:
    """How many pages of memory this thread touches for the first time in going down."""
    avant = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    descendre()
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - avant
