"""One act on a file: a row of the transition table of its kind."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Transition:
    """One action: from which states, by whom, towards which state(s), how it is shown and told.

    ``libelle`` is its button. Several ``arrivees`` mean that the state reached depends on the file
    (``TableActes.arrivee``); none, that the state does not change. ``verbe`` tells it in the
    journal, and makes a second click known; empty when each save would be a line. ``vue`` names
    the URL of its page, empty when it has no page of its own.

    ``par_partie`` actions are about one part of the file (a volet). ``sous_fenetre`` actions need
    the entry to be open. ``motif``: a reason is required. ``attendue``: in these states it is what
    the file waits for; at most one per state. ``principale``: the main button, drawn apart.
    """

    action: StrEnum
    libelle: str
    departs: frozenset[StrEnum]
    arrivees: tuple[StrEnum, ...]
    acteurs: frozenset[StrEnum]
    verbe: str = ""
    vue: str = ""
    par_partie: bool = False
    sous_fenetre: bool = False
    motif: bool = False
    attendue: bool = False
    principale: bool = False


@dataclass(frozen=True)
class Tache:
    """What a file waits for: an action, on one part or (« ») on the whole file."""

    action: str
    partie: str = ""
