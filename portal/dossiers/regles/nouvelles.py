"""What an act tells, and to whom: one row of the table of each kind of file."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Nouvelle:
    """What an act tells to some of the people of a file.

    ``pour`` are the people it tells, ``vue`` the page it leads to, "" for that of the file. It is
    told when the act leads to one of ``arrivees`` (any, when empty), and an e-mail that has not
    left yet still holds in the states of ``tant_que`` (any, when empty).
    """

    action: str
    pour: frozenset[str]
    titre: str
    phrase: str
    vue: str = ""
    tant_que: frozenset[str] = frozenset()
    arrivees: frozenset[str] = frozenset()


def nouvelles_dites(lignes: Iterable[Nouvelle], action: str, etat: str) -> tuple[Nouvelle, ...]:
    """Rows of an act that led to this state, the first that names a person being theirs."""
    return tuple(
        ligne
        for ligne in lignes
        if ligne.action == action and (not ligne.arrivees or etat in ligne.arrivees)
    )


def tient_encore(
    lignes: Iterable[Nouvelle], action: str, acteurs: Collection[str], etat: str
) -> bool:
    """Tell whether what an act told to these people holds in this state."""
    siens = frozenset(acteurs)
    ligne = next((li for li in lignes if li.action == action and siens & li.pour), None)
    return ligne is not None and (not ligne.tant_que or etat in ligne.tant_que)
