"""Who reads the papers of a file, of whatever kind."""

from collections.abc import Iterable
from dataclasses import dataclass

# Beyond it, papers are better gathered in one file.
PIECES_MAX = 30


@dataclass(frozen=True)
class LecteurDePieces:
    """Who reads papers: roles on the file, and whether it is for the Caf.

    ``envoyees`` is the number of the last version sent, 0 when none was: the Caf reads no draft,
    unless it types in the partner's place (``saisit``).
    """

    roles: frozenset[str]
    cote_caf: bool
    envoyees: int
    saisit: bool = False

    def lit(self, groupes: Iterable[Iterable[str]]) -> bool:
        """Tell whether the partner's reader has a role of each of these sets."""
        return all(self.roles & set(groupe) for groupe in groupes)
