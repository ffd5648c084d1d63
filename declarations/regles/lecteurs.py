"""Who reads which figure, which total, which constat and which amount: the one answer.

A grid keeps some fields for some roles of the partner and for the Caf: the salaries of the postes
of a CCT. With one or two postes a total, account 64 or the amount itself tells a salary: where a
field of the finances volet is reserved, the whole volet is, and so is the amount (DOMAINE §3.3).
Who does not read it reads « jusqu’à … € », which comes from the activity alone.

The grids are loaded with this rule applied (``reserver_les_finances``): a ``Champ`` always says who
reads it, whichever way one meets it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from declarations.regles.grille import (
    FINANCES,
    ChampGrille,
    EmplacementGrille,
    Grille,
    SectionGrille,
)
from declarations.regles.total import Total

# How the key of a constat about the amount ends, whatever fields it names.
DU_MONTANT = ":estimation"


@dataclass(frozen=True)
class Lecteur:
    """Who reads: roles on this file, and whether it is for the Caf."""

    roles: frozenset[str] = frozenset()
    cote_caf: bool = False


def reserver_les_finances(sections: Iterable[SectionGrille]) -> tuple[SectionGrille, ...]:
    """Give every field of the finances volet the readers of its reserved ones, when it has any."""
    sections = tuple(sections)
    groupes = [c.lecteurs for s in sections if s.volet == FINANCES for c in s.champs if c.lecteurs]
    if not groupes:
        return sections
    communs = frozenset.intersection(*groupes)
    return tuple(
        replace(s, champs=tuple(replace(c, lecteurs=c.lecteurs or communs) for c in s.champs))
        if s.volet == FINANCES
        else s
        for s in sections
    )


def est_lisible(champ: ChampGrille, roles: frozenset[str], cote_caf: bool) -> bool:
    """Tell whether these partner roles, or the Caf, may read a field.

    Everything is read by every role of the partner and by the Caf, except fields that name their
    ``lecteurs``: those roles and the Caf only.
    """
    return cote_caf or not champ.lecteurs or bool(champ.lecteurs & roles)


def champs_lisibles(
    emplacements: Iterable[EmplacementGrille], roles: frozenset[str], cote_caf: bool
) -> Iterator[EmplacementGrille]:
    """Keep the fields that these roles, or the Caf, may read."""
    return (e for e in emplacements if est_lisible(e.champ, roles, cote_caf))


def tout_est_lisible(grille: Grille, roles: frozenset[str], cote_caf: bool) -> bool:
    """Tell whether no field of a grid is kept from these roles; they then read its amount."""
    return all(est_lisible(champ, roles, cote_caf) for champ in _champs(grille))


def volet_est_lisible(grille: Grille, volet: str, roles: frozenset[str], cote_caf: bool) -> bool:
    """Tell whether these roles read some field of a volet."""
    siens = [champ for champ in _champs(grille) if champ.volet == volet]
    return not siens or any(est_lisible(champ, roles, cote_caf) for champ in siens)


def volet_du_montant(grille: Grille) -> str:
    """The volet that a constat about the amount belongs to: « » for both, where all read it."""
    return "" if tout_est_lisible(grille, frozenset(), False) else FINANCES


def total_est_lisible(total: Total, lisibles: Collection[str]) -> bool:
    """Tell whether a total is read by who reads these chemins: those of all that makes it."""
    return all(chemin in lisibles for chemin in total.chemins)


def constat_est_lisible(
    cle: str,
    chemins: Iterable[str],
    places: Mapping[str, EmplacementGrille],
    lisibles: Collection[str],
) -> bool:
    """Tell whether a constat may be told to who reads ``lisibles`` among all the ``places``.

    It quotes the figures that it names, and one about the amount is derived from all of them.
    """
    if len(lisibles) == len(places):
        return True
    return not cle.endswith(DU_MONTANT) and all(chemin in lisibles for chemin in chemins)


def motif_est_lisible(concernes: Collection[str], caches: Collection[str]) -> bool:
    """Tell whether a reason about volets and fields is told to who does not read ``caches``.

    What is written about figures quotes them. A reason about nothing in particular is for all.
    """
    return not concernes or any(c not in caches for c in concernes)


def groupes_de_lecteurs(champs: Iterable[ChampGrille]) -> list[list[str]]:
    """Sets of roles, one of each being needed to read all of these fields."""
    return sorted(sorted(groupe) for groupe in {champ.lecteurs for champ in champs} if groupe)


def lecteurs_de_piece(grille: Grille, roles: frozenset[str], cote_caf: bool) -> list[list[str]]:
    """Who reads a paper that somebody of the partner joins: it may quote all that they read."""
    return groupes_de_lecteurs(c for c in _champs(grille) if est_lisible(c, roles, cote_caf))


def dispositifs_reserves(grilles: Iterable[Grille]) -> frozenset[str]:
    """Dispositifs of which some grid keeps figures, and the amount, from some roles."""
    return frozenset(g.dispositif for g in grilles if not tout_est_lisible(g, frozenset(), False))


def champs_reserves(grilles: Iterable[Grille]) -> Iterator[tuple[str, str]]:
    """Each reserved field of these grids: its dispositif and its code."""
    return ((g.dispositif, c.code) for g in grilles for c in _champs(g) if c.lecteurs)


def roles_qui_lisent_tout(grilles: Iterable[Grille], roles: Iterable[str]) -> frozenset[str]:
    """Roles, among these, that read every field of every one of these grids alone."""
    grilles = tuple(grilles)
    return frozenset(
        role
        for role in roles
        if all(tout_est_lisible(grille, frozenset({role}), False) for grille in grilles)
    )


def _champs(grille: Grille) -> Iterator[ChampGrille]:
    return (champ for section in grille.sections for champ in section.champs)
