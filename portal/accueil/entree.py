"""What an entry of the main menu is, and a group of them."""

from collections.abc import Callable
from dataclasses import dataclass

from habilitations.permissions import Acteur
from portal.accueil import publics


@dataclass(frozen=True)
class Entree:
    """A page that the menu leads to.

    ``visible``: who is offered it. ``pages``: names of the views reached from it. ``reste``: the
    application whose pages are its own too when no entry names them.
    """

    libelle: str
    vue: str
    visible: Callable[[Acteur], bool] = publics.chacun
    pages: frozenset[str] = frozenset()
    reste: str = ""


@dataclass(frozen=True)
class Groupe:
    """Entries of one trade. Without a name, they are always on the line of the menu."""

    libelle: str
    entrees: tuple[Entree, ...]


def pages_de(application: str, *noms: str) -> frozenset[str]:
    return frozenset(f"{application}:{nom}" for nom in noms)
