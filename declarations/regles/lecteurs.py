"""Who reads which field: salaries of postes are not for everybody (DOMAINE §3.3)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from declarations.regles.grille import Champ, Emplacement, Grille
from subventions.regles.estimation import Estimation


def est_lisible(champ: Champ, roles: frozenset[str], cote_caf: bool) -> bool:
    """Tell whether these partner roles, or the Caf, may read a field.

    Everything is read by every role of the partner and by the Caf, except fields that name their
    ``lecteurs``: those roles and the Caf only.
    """
    return cote_caf or not champ.lecteurs or bool(champ.lecteurs & roles)


def champs_lisibles(
    emplacements: Iterable[Emplacement], roles: frozenset[str], cote_caf: bool
) -> Iterator[Emplacement]:
    """Keep the fields that these roles, or the Caf, may read."""
    return (e for e in emplacements if est_lisible(e.champ, roles, cote_caf))


def tout_est_lisible(grille: Grille, roles: frozenset[str], cote_caf: bool) -> bool:
    """Tell whether no field of a grid is kept from these roles."""
    return all(
        est_lisible(champ, roles, cote_caf)
        for section in grille.sections
        for champ in section.champs
    )


def groupes_de_lecteurs(champs: Iterable[Champ]) -> list[list[str]]:
    """Sets of roles, one of each being needed to read all of these fields."""
    return sorted(sorted(groupe) for groupe in {champ.lecteurs for champ in champs} if groupe)


def lecteurs_de_piece(grille: Grille, roles: frozenset[str], cote_caf: bool) -> list[list[str]]:
    """Who reads a paper that somebody of the partner joins: it may quote all that they read."""
    champs = (champ for section in grille.sections for champ in section.champs)
    return groupes_de_lecteurs(c for c in champs if est_lisible(c, roles, cote_caf))


def sans_detail(estimation: Estimation | None) -> Estimation | None:
    """The amount alone: the steps and the errors of the computation quote what was typed."""
    return replace(estimation, etapes=(), erreurs=()) if estimation else None
