"""Figures that a bilan has in common with its declaration, and must agree with (DOMAINE §5, S).

What the bilan says is plain data here: nothing of a bilan is known but these figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.saisie.regles.champs import Champ
from portal.saisie.regles.valeurs import Valeur, est_rempli, lire


@dataclass(frozen=True)
class Explication:
    """Why the two figures differ, written beside the bilan, on these two values."""

    texte: str
    par: str
    declaree: Valeur
    du_bilan: Valeur


@dataclass(frozen=True)
class Partage:
    """One figure of a bilan. ``chemin`` is where the declaration has its own.

    ``dossier`` is the row of the bilan, ``libelle`` what it is called and ``adresse`` its page.
    """

    chemin: str
    valeur: Valeur
    dossier: int
    libelle: str
    adresse: str
    explication: Explication | None = None

    def explique(self, declaree: Valeur) -> bool:
        """Tell whether the explanation was written on the values of now."""
        dite = self.explication
        return dite is not None and (dite.declaree, dite.du_bilan) == (declaree, self.valeur)


def different(champ: Champ, declaree: Valeur | None, du_bilan: Valeur | None) -> bool:
    """Tell whether two values disagree: both given, and not the same figure, text or choices.

    One that is missing is no disagreement: what is required is asked for on its own side.
    """
    if not est_rempli(declaree) or not est_rempli(du_bilan):
        return False
    return _comparable(champ, declaree) != _comparable(champ, du_bilan)


def a_reprendre(partages: Mapping[str, Valeur], donnees: Mapping[str, object]) -> dict[str, Valeur]:
    """Return the figures that fill what is still empty; nothing typed is ever replaced."""
    return {
        chemin: valeur
        for chemin, valeur in partages.items()
        if est_rempli(valeur) and not est_rempli(donnees.get(chemin))
    }


def _comparable(champ: Champ, valeur: Valeur | None) -> object:
    """The same for values that say the same: 1.50 and 1.5, choices in another order."""
    if isinstance(valeur, list):
        return frozenset(valeur)
    if champ.est_numerique:
        nombre = lire(valeur)
        return valeur if nombre is None else nombre
    return " ".join(valeur.split()) if valeur else ""
