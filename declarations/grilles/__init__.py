"""Grids in force: which questions are asked, for which dispositif and exercice.

The files ``<dispositif>-<version>.toml`` of this folder are the only definition. One in
force is never edited: a change is a new version, and what was sent keeps its own.
"""

from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from declarations.grilles.chargement import Patron, lire_patron
from declarations.regles.grille import Grille
from portal.saisie.definitions.fautes import DefinitionInvalide, Faute
from subventions.referentiels import plan_comptable

__all__ = ["GrilleInconnue", "grille_par_reference", "grille_pour", "references"]

DOSSIER = Path(__file__).parent


class GrilleInconnue(LookupError):
    """No grid of this reference, or none in force for this dispositif and exercice."""


@lru_cache
def patrons(dossier: Path = DOSSIER) -> dict[str, Patron]:
    """Every grid of the folder by reference, checked one by one and then together."""
    tous = {chemin.stem: lire_patron(chemin) for chemin in sorted(dossier.glob("*.toml"))}
    par_debut = sorted(tous.values(), key=lambda p: (p.dispositif, p.debut, p.version))
    for avant, apres in pairwise(par_debut):
        if avant.dispositif == apres.dispositif and (avant.fin is None or avant.fin >= apres.debut):
            raise DefinitionInvalide(
                Faute(
                    f"{apres.reference}.toml", "debut", f"exercices communs avec {avant.reference}"
                )
            )
    return tous


@lru_cache
def grille_par_reference(reference: str, annee: int) -> Grille:
    """The grid of this reference with the chart of accounts of this exercice.

    This is how a declaration already begun or sent finds the grid written on it, whether
    or not a later version has since replaced it.
    """
    try:
        patron = patrons()[reference]
    except KeyError:
        raise GrilleInconnue(f"La grille {reference} n’existe pas.") from None
    return patron.grille(plan_comptable(), annee)


@lru_cache
def grille_pour(dispositif: str, annee: int) -> Grille:
    """The grid in force for a declaration called for this exercice."""
    for reference, patron in patrons().items():
        if patron.dispositif == dispositif and patron.couvre(annee):
            return grille_par_reference(reference, annee)
    raise GrilleInconnue(f"Aucune grille {dispositif} n’est en vigueur pour l’exercice {annee}.")


@lru_cache
def toutes_les_grilles() -> tuple[Grille, ...]:
    """Every grid, each with the chart of accounts of its first exercice."""
    return tuple(grille_par_reference(r, patron.debut) for r, patron in patrons().items())


def references() -> tuple[str, ...]:
    """References of every grid, in order."""
    return tuple(patrons())
