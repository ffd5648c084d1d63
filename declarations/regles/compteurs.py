"""How much is typed, missing, to confirm, to mend, to justify: counted here for every page.

A page that shows a number asks for it here; none counts constats by itself (ground rule: one
answer to one question).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from declarations.regles.controles.contexte import BLOQUANT, INFORMATION
from portal.saisie.regles.progression import Progression

MANQUANTE = "a_completer"
A_CONFIRMER = "a_confirmer"
A_CORRIGER = "a_corriger"
A_JUSTIFIER = "a_justifier"
JUSTIFIEE = "justifie"
POUR_INFORMATION = "pour_information"

# Checks that say that an answer is missing: it is progress, not a mistake. C13 asks for a project
# that a bonus makes required.
_MANQUES = frozenset({"C01", "C13"})
# The check of what was carried over and is still to confirm.
_REPRISES = "C18"
# What stops the signature and the sending.
OBSTACLES = (MANQUANTE, A_CONFIRMER, A_CORRIGER, A_JUSTIFIER)


def sorte(code: str, niveau: str, justifie: bool) -> str:
    """Sort a constat by what it asks for; ``justifie`` while its justification holds."""
    if code in _MANQUES:
        return MANQUANTE
    if code == _REPRISES:
        return A_CONFIRMER
    if niveau == BLOQUANT:
        return A_CORRIGER
    if niveau == INFORMATION:
        return POUR_INFORMATION
    return JUSTIFIEE if justifie else A_JUSTIFIER


@dataclass(frozen=True)
class Compte:
    """What a volet, or both, come to. ``saisies`` of the ``demandees`` answers are given."""

    demandees: int
    saisies: int
    par_sorte: MappingProxyType[str, int]

    @property
    def manquantes(self) -> int:
        return self.demandees - self.saisies

    @property
    def a_justifier(self) -> int:
        return self.par_sorte.get(A_JUSTIFIER, 0)

    @property
    def obstacles(self) -> int:
        """What is left to do before the signature or the sending."""
        return sum(self.par_sorte.get(s, 0) for s in OBSTACLES)


def compter(progressions: Iterable[Progression], sortes: Iterable[str]) -> Compte:
    """Count the answers of some volets and the constats on them.

    Missing answers are those of the progress, which knows them all: a constat on a reserved field
    is not shown to everybody. Without progress (what was sent), they are those of the constats.
    """
    avances = list(progressions)
    demandees, saisies = sum(p.total for p in avances), sum(p.faits for p in avances)
    par_sorte = Counter(sortes)
    if avances:
        par_sorte[MANQUANTE] = demandees - saisies
    return Compte(demandees, saisies, MappingProxyType(dict(+par_sorte)))
