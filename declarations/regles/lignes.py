"""Rows that people add: collectifs of a CLAS, postes of a CCT."""

from collections.abc import Mapping
from dataclasses import replace

from declarations.regles.grille import Grille, LigneGrille
from portal.saisie.regles.valeurs import lire

# More than any partner has; beyond it, something is wrong with the request (H).
LIGNES_MAX = 100
VACANT = " (vacant)"


def libelle_affiche(
    grille: Grille, ligne: LigneGrille, donnees: Mapping[str, object]
) -> LigneGrille:
    """The row called by what was typed in it: « Claire Coop », else as it was added: « Poste 2 ».

    A poste that nobody held of the year says so: « Jeunesse (vacant) ».
    The label follows the figures until the sending, which freezes it: a version sent back starts
    from the frozen one, whose mark is said again only if it still holds.
    """
    mots = [
        donnees.get(grille.repetition.chemin(ligne, c)) for c in grille.repetition.libelle_depuis
    ]
    connus = [mot.strip() for mot in mots if isinstance(mot, str) and mot.strip()]
    libelle = " ".join(connus) or _sans_mention(ligne.libelle)
    if _est_vacante(grille, ligne, donnees):
        libelle += VACANT
    return replace(ligne, libelle=libelle)


def _sans_mention(libelle: str) -> str:
    while libelle.endswith(VACANT):
        libelle = libelle.removesuffix(VACANT)
    return libelle


def _est_vacante(grille: Grille, ligne: LigneGrille, donnees: Mapping[str, object]) -> bool:
    """Tell whether nobody held the row of the year: the number that spares its name is zero."""
    codes = {champ.dispense for s in grille.sections for champ in s.champs if champ.dispense}
    return any(lire(donnees.get(grille.repetition.chemin(ligne, code))) == 0 for code in codes)
