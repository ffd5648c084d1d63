"""Rows that people add: collectifs of a CLAS, postes of a CCT."""

from collections.abc import Mapping
from dataclasses import replace

from declarations.regles.grille import Grille, LigneGrille

# More than any partner has; beyond it, something is wrong with the request (H).
LIGNES_MAX = 100


def libelle_affiche(
    grille: Grille, ligne: LigneGrille, donnees: Mapping[str, object]
) -> LigneGrille:
    """The row called by what was typed in it: « Claire Coop », else as it was added: « Poste 2 ».

    The label follows the figures until the sending, which freezes it.
    """
    mots = [
        donnees.get(grille.repetition.chemin(ligne, c)) for c in grille.repetition.libelle_depuis
    ]
    connus = [mot.strip() for mot in mots if isinstance(mot, str) and mot.strip()]
    return replace(ligne, libelle=" ".join(connus)) if connus else ligne
