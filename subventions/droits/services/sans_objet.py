"""Which declarations of an exercice are « sans objet »: no right will come of them.

Declarations stand above: their application answers from here on, as it starts (``inscrire``).
"""

from collections.abc import Callable, Collection, Mapping

# An équipement, and the first year of an exercice.
Cle = tuple[int, int]
# The natures of right (``NatureDroit``) of which every declaration is « sans objet ».
Lecture = Callable[[Collection[Cle]], Mapping[Cle, frozenset[str]]]


def _aucune(cles: Collection[Cle]) -> Mapping[Cle, frozenset[str]]:
    return {}


_lecture: Lecture = _aucune


def inscrire(lecture: Lecture) -> None:
    """Have declarations « sans objet » asked of this function; in a fixed number of queries."""
    global _lecture
    _lecture = lecture


def natures_sans_objet(cles: Collection[Cle]) -> Mapping[Cle, frozenset[str]]:
    """The natures whose right will not come, by exercice; nothing where each is still awaited."""
    return _lecture(cles)
