"""What was paid of an exercice, asked of the payments: they say so, and rights do not know them."""

from collections.abc import Callable, Collection, Mapping

from subventions.droits.regles.situation import Mouvements

# An équipement, and the first year of an exercice.
Cle = tuple[int, int]
Lecture = Callable[[Collection[Cle]], Mapping[Cle, Mouvements]]


def _rien(cles: Collection[Cle]) -> Mapping[Cle, Mouvements]:
    return {}


_lecture: Lecture = _rien


def inscrire(lecture: Lecture) -> None:
    """Have what was paid asked of this function, from now on; in a fixed number of queries."""
    global _lecture
    _lecture = lecture


def mouvements_de(cles: Collection[Cle]) -> Mapping[Cle, Mouvements]:
    """What was paid of each of these exercices; nothing for those of which nothing is told."""
    return _lecture(cles)
