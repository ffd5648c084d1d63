"""Small groups masked, and enough beside them that no total gives them back.

A count from 1 to the threshold, excluded, is masked. Where a total is shown, what it gives back is
masked too: along a line whose total is known, one masked cell alone would be found by subtraction,
several that come to less than the threshold would be guessed.

Lines are equations between cells (those of a row come to its total). Each cell stands on two lines
at most: a masked cell is given back exactly when it is a bridge of the graph whose nodes are lines
and whose edges are masked cells. So masks are added until there is no bridge.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from bilans.regles.analyse.croisement import Croisement

Cellule = tuple[str, str]
# Name of what stands in the margin of a table; no code is empty.
TOTAL = ""
C = TypeVar("C")


def est_petit(effectif: int, seuil: int) -> bool:
    """Tell whether a group is too small to be shown; nobody is no group."""
    return 0 < effectif < seuil


def masquer(effectifs: Mapping[C, int], seuil: int) -> frozenset[C]:
    """Return what to mask of counts whose total is shown.

    All of it when the whole is smaller than the threshold.
    """
    if est_petit(sum(effectifs.values()), seuil):
        return frozenset(effectifs)
    masques = {cle for cle, combien in effectifs.items() if est_petit(combien, seuil)}
    restants = sorted(
        (cle for cle in effectifs if cle not in masques and effectifs[cle]),
        key=lambda cle: effectifs[cle],
    )
    for cle in restants:
        if not masques or not _se_devine([effectifs[c] for c in masques], seuil):
            break
        masques.add(cle)
    return frozenset(masques)


def masquer_parts(effectifs: Mapping[C, int], total: int, seuil: int) -> frozenset[C]:
    """Return what to mask of choices made together, each out of the same total.

    They come to no total, but who did not choose one is a group as well.
    """
    if est_petit(total, seuil):
        return frozenset(effectifs)
    return frozenset(
        cle
        for cle, combien in effectifs.items()
        if est_petit(combien, seuil) or est_petit(total - combien, seuil)
    )


def masquer_croisement(croisement: Croisement, seuil: int) -> frozenset[Cellule]:
    """Return the cells to mask of a table, its totals named TOTAL in their row or column."""
    cellules = _etendre(croisement)
    if est_petit(croisement.total, seuil):
        return frozenset(cellules)
    masques = {cle for cle, combien in cellules.items() if est_petit(combien, seuil)}
    masques.update(_complements(croisement, cellules, seuil))
    lignes = list(_lignes(croisement))
    while ajout := _a_masquer(cellules, lignes, masques, seuil):
        masques.add(ajout)
    return frozenset(masques)


def _se_devine(masques: Sequence[int], seuil: int) -> bool:
    """Tell whether cells masked on a line are given back by its total, or nearly."""
    return len(masques) == 1 or sum(masques) < seuil


def _etendre(croisement: Croisement) -> dict[Cellule, int]:
    """Every number of a table: its cells, then its totals."""
    return {
        **croisement.effectifs,
        **{(ligne, TOTAL): combien for ligne, combien in croisement.totaux_lignes.items()},
        **{(TOTAL, colonne): combien for colonne, combien in croisement.totaux_colonnes.items()},
        (TOTAL, TOTAL): croisement.total,
    }


def _complements(
    croisement: Croisement, cellules: Mapping[Cellule, int], seuil: int
) -> Iterator[Cellule]:
    """Where several choices may be made, cells that leave a small group out."""
    for ligne, colonne in cellules:
        if croisement.lignes.multiple and ligne != TOTAL:
            reste = cellules[TOTAL, colonne] - cellules[ligne, colonne]
            if est_petit(reste, seuil):
                yield ligne, colonne
        if croisement.colonnes.multiple and colonne != TOTAL:
            reste = cellules[ligne, TOTAL] - cellules[ligne, colonne]
            if est_petit(reste, seuil):
                yield ligne, colonne


def _lignes(croisement: Croisement) -> Iterator[tuple[Cellule, ...]]:
    """The equations of a table, the total last: rows, then columns, where they do add up."""
    en_lignes = (*croisement.lignes.codes, TOTAL)
    en_colonnes = (*croisement.colonnes.codes, TOTAL)
    if not croisement.colonnes.multiple:
        yield from (tuple((ligne, c) for c in en_colonnes) for ligne in en_lignes)
    if not croisement.lignes.multiple:
        yield from (tuple((li, colonne) for li in en_lignes) for colonne in en_colonnes)


def _a_masquer(
    cellules: Mapping[Cellule, int],
    lignes: Sequence[tuple[Cellule, ...]],
    masques: set[Cellule],
    seuil: int,
) -> Cellule | None:
    """One more cell to mask, None when nothing masked is given back."""
    for ligne in lignes:
        *dedans, total = ligne
        caches = [cellules[c] for c in dedans if c in masques]
        rendus = caches and total not in masques and _se_devine(caches, seuil)
        if rendus and (candidate := _candidate(cellules, ligne, masques)):
            return candidate
    for pont in _ponts(lignes, masques):
        siennes = [ligne for ligne in lignes if pont in ligne]
        for ligne in siennes:
            if candidate := _candidate(cellules, ligne, masques):
                return candidate
    return None


def _candidate(
    cellules: Mapping[Cellule, int], ligne: Iterable[Cellule], masques: set[Cellule]
) -> Cellule | None:
    """What costs least to mask on a line: its smallest group, then nobody, then a total."""
    libres = [cellule for cellule in ligne if cellule not in masques]
    return min(
        libres,
        key=lambda c: (TOTAL in c, not cellules[c], cellules[c], c),
        default=None,
    )


def _ponts(lignes: Sequence[tuple[Cellule, ...]], masques: set[Cellule]) -> Iterator[Cellule]:
    """Masked cells whose line alone, or whose two lines, give them back.

    A cell that stands on one line only goes to a node that says nothing.
    """
    libre = len(lignes)
    bouts: dict[Cellule, list[int]] = {}
    for rang, ligne in enumerate(lignes):
        for cellule in ligne:
            if cellule in masques:
                bouts.setdefault(cellule, []).append(rang)
    aretes = {cle: (a[0], a[1] if len(a) > 1 else libre) for cle, a in sorted(bouts.items())}
    for cle, (depart, arrivee) in aretes.items():
        voisins: dict[int, set[int]] = {}
        for autre, (a, b) in aretes.items():
            if autre != cle:
                voisins.setdefault(a, set()).add(b)
                voisins.setdefault(b, set()).add(a)
        if not _se_rejoignent(voisins, depart, arrivee):
            yield cle


def _se_rejoignent(voisins: Mapping[int, set[int]], depart: int, arrivee: int) -> bool:
    vus, pile = {depart}, [depart]
    while pile:
        for suivant in voisins.get(pile.pop(), ()):
            if suivant == arrivee:
                return True
            if suivant not in vus:
                vus.add(suivant)
                pile.append(suivant)
    return False
