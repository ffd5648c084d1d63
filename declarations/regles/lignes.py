"""Rows that people add: collectifs of a CLAS, postes of a CCT."""

import re
from collections.abc import Mapping
from dataclasses import replace

from declarations.regles.grille import Grille, LigneGrille
from declarations.regles.totaux_activite import MOIS_PAR_AN
from portal.saisie.regles.valeurs import lire
from portal.socle.formats import nombre

# More than any partner has; beyond it, something is wrong with the request (H).
LIGNES_MAX = 100
_MENTIONS = re.compile(r"( \((vacant|occupé [0-9,]+\u00a0mois)\))+$")


def libelle_affiche(
    grille: Grille, ligne: LigneGrille, donnees: Mapping[str, object]
) -> LigneGrille:
    """The row called by what was typed in it: « Claire Coop », else as it was added: « Poste 2 ».

    A poste that nobody held of the year says so: « Jeunesse (vacant) »; one held for a part of it
    too: « Claire Coop (occupé 8 mois) », for nothing tells whether it was vacant or began later.
    The label follows the figures until the sending, which freezes it: a version sent back starts
    from the frozen one, whose mark is said again only if it still holds.
    """
    mots = [
        donnees.get(grille.repetition.chemin(ligne, c)) for c in grille.repetition.libelle_depuis
    ]
    connus = [mot.strip() for mot in mots if isinstance(mot, str) and mot.strip()]
    libelle = " ".join(connus) or nom_sans_mention(ligne.libelle)
    return replace(ligne, libelle=f"{libelle}{_presence(grille, ligne, donnees)}")


def nom_sans_mention(libelle: str) -> str:
    """The name of a row alone: « Claire Coop (occupé 8 mois) » gives « Claire Coop »."""
    return _MENTIONS.sub("", libelle)


def _presence(grille: Grille, ligne: LigneGrille, donnees: Mapping[str, object]) -> str:
    """For how long the row was held, when it was not all year: zero spares its name."""
    codes = {champ.dispense for s in grille.sections for champ in s.champs if champ.dispense}
    for code in sorted(codes):
        mois = lire(donnees.get(grille.repetition.chemin(ligne, code)))
        if mois == 0:
            return " (vacant)"
        if mois is not None and 0 < mois < MOIS_PAR_AN:
            return f" (occupé {nombre(mois)}\u00a0mois)"
    return ""
