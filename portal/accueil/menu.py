"""The main menu as one person reads it on one page: links in groups, where one is marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from django.urls import reverse

from habilitations.permissions import Acteur
from portal.accueil.entree import Entree
from portal.accueil.entrees import COMPTE, GROUPES

# Up to this number of entries, all are on the line: a group would only hide them.
SANS_GROUPES = 6
DU_COMPTE = frozenset(entree.vue for entree in COMPTE)


@dataclass(frozen=True)
class Lien:
    """A link as drawn; ``courant``: value of ``aria-current``, empty elsewhere."""

    libelle: str
    adresse: str
    courant: str = ""


@dataclass(frozen=True)
class Menu:
    """A place on the line: a group of links or, without a name, the one link that it holds."""

    libelle: str
    liens: tuple[Lien, ...]

    @property
    def est_courant(self) -> bool:
        return any(lien.courant for lien in self.liens)


def menu(acteur: Acteur, vue: str) -> list[Menu]:
    """Return what this person is offered on the page of this view (``application:name``)."""
    offerts = [
        (groupe.libelle, [e for e in groupe.entrees if e.visible(acteur)]) for groupe in GROUPES
    ]
    entrees = [entree for _, siennes in offerts for entree in siennes]
    courante = None if vue in DU_COMPTE else _courante(entrees, vue)
    a_plat = len(entrees) <= SANS_GROUPES
    return list(_places(offerts, courante, vue, a_plat=a_plat))


def compte(vue: str) -> list[Lien]:
    """Return the links of one's own account."""
    return [_lien(entree, _courante(COMPTE, vue), vue) for entree in COMPTE]


def _places(
    offerts: list[tuple[str, list[Entree]]], courante: Entree | None, vue: str, *, a_plat: bool
) -> Iterator[Menu]:
    """A group of one, like everything where there is little, is on the line itself."""
    for libelle, entrees in offerts:
        liens = tuple(_lien(entree, courante, vue) for entree in entrees)
        if a_plat or len(liens) == 1:
            yield from (Menu("", (lien,)) for lien in liens)
        elif liens:
            yield Menu(libelle, liens)


def _lien(entree: Entree, courante: Entree | None, vue: str) -> Lien:
    courant = ("page" if entree.vue == vue else "true") if entree is courante else ""
    return Lien(entree.libelle, _adresse(entree.vue), courant)


@cache
def _adresse(vue: str) -> str:
    """The address of a page that takes none of its own: the same as long as the process lives."""
    return reverse(vue)


def _courante(entrees: Sequence[Entree], vue: str) -> Entree | None:
    """The entry of this very page, else the one that names it, else that of its application.

    Somebody who is at a partner and at a Caf has two of these: the first, as a partner.
    """
    application = vue.partition(":")[0]
    criteres = (
        lambda entree: entree.vue == vue,
        lambda entree: vue in entree.pages,
        lambda entree: bool(entree.reste) and entree.reste == application,
    )
    return next((e for critere in criteres for e in entrees if critere(e)), None)
