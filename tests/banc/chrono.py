"""Measuring one page or act against its floor: one after the other, bounded in time."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from django.db import connection

from tests.banc.client import DELAI, Navigateur, Reponse
from tests.banc.resultats import Mesure, composer

ESSAIS, DUREE_MAX = 15, 8.0
"""Tries of one page, and seconds after which no other is begun."""


def page(nom: str, qui: Navigateur, adresse: str, plancher: str, *, code: int = 200) -> Mesure:
    """Ask for a page and its floor in turn; the first of each is not counted."""
    durees: list[float] = []
    planchers: list[float] = []
    derniere = qui.lire(adresse)
    if not _repondue(derniere, code):
        return _manquee(nom, derniere)
    qui.lire(plancher)
    debut = time.monotonic()
    while len(durees) < ESSAIS and (not durees or time.monotonic() - debut < DUREE_MAX):
        derniere = qui.lire(adresse)
        if not _repondue(derniere, code):
            return _manquee(nom, derniere)
        durees.append(derniere.duree)
        planchers.append(qui.lire(plancher).duree)
    return composer(nom, durees, planchers, requetes=derniere.requetes, octets=derniere.octets)


def actes(
    nom: str,
    gestes: Iterable[Callable[[], Reponse]],
    planchers: Callable[[], Reponse],
    *,
    codes: tuple[int, ...] = (302,),
) -> Mesure:
    """Do something once on each of several files, and write the bare row each time."""
    durees: list[float] = []
    bas: list[float] = []
    derniere: Reponse | None = None
    debut = time.monotonic()
    for geste in _bornes(gestes, debut):
        derniere = geste()
        if derniere.code not in codes:
            return _manquee(nom, derniere)
        durees.append(derniere.duree)
        bas.append(planchers().duree)
    if derniere is None:
        return Mesure(nom, None, None, None, None, note="aucun dossier dans l’état voulu")
    return composer(nom, durees, bas, requetes=derniere.requetes, octets=derniere.octets)


def _bornes(
    gestes: Iterable[Callable[[], Reponse]], debut: float
) -> Iterator[Callable[[], Reponse]]:
    for rang, geste in enumerate(gestes):
        if rang >= ESSAIS or time.monotonic() - debut > DUREE_MAX * 2:
            return
        yield geste


def _repondue(reponse: Reponse, code: int) -> bool:
    return reponse.code == code


def _manquee(nom: str, reponse: Reponse) -> Mesure:
    """Nothing in time, or another answer than the one expected: said, and no figure is made up."""
    if reponse.code == 0:
        interrompre()
        return Mesure(nom, None, None, None, None, note=f"sans réponse après {DELAI:g} s")
    return Mesure(nom, None, None, None, None, note=f"code {reponse.code} inattendu")


def interrompre() -> None:
    """Stop what still runs for a person who has given up."""
    with suppress(Exception), connection.cursor() as curseur:
        curseur.execute(
            "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE state = 'active' "
            "AND pid <> pg_backend_pid() AND datname = current_database() "
            "AND query_start < now() - make_interval(secs => %s)",
            [DELAI / 2],
        )
