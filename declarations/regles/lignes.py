"""Rows that people add: collectifs of a CLAS, postes of a CCT."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from declarations.regles.grille import Grille, LigneGrille

# More than any partner has; beyond it, something is wrong with the request (H).
LIGNES_MAX = 100
LONGUEUR_LIBELLE = 80

# Made when the form is drawn, so that a form sent twice adds one row. No dot: it is a part of the
# chemins of its figures.
_CLE = re.compile(r"[a-z][0-9a-z]{1,19}")


def est_une_cle(texte: str) -> bool:
    """Tell whether a text may be the key of a row."""
    return _CLE.fullmatch(texte) is not None


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


def libelle_suivant(grille: Grille, pris: Sequence[str]) -> str:
    """The first label of the kind « Collectif 3 » that no row bears."""
    rang = len(pris) + 1
    while f"{grille.repetition.libelle} {rang}" in pris:
        rang += 1
    return f"{grille.repetition.libelle} {rang}"
