"""A spreadsheet that somebody sends, as the portal uses it once a process apart has read it.

Rows and columns of places are counted from 1, as spreadsheets number them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.lecteur.classeurs import LIGNES_MAX, TRACE
from portal.lecteur.feuilles import CELLULES_MAX
from portal.lecteur.refus import ABIME, DEMESURE, FichierRefuse
from portal.socle.formats import poids
from portal.socle.lecture_a_part import lire_a_part

__all__ = ["CELLULES_MAX", "LIGNES_MAX"]
TAILLE_MAX = 5 * 1024 * 1024
TROP_LOURD = f"Ce classeur dépasse {poids(TAILLE_MAX)} : répartissez-le en plusieurs fichiers."
VIDE = "Ce fichier est vide."
# What a paper is told, to be saved as a PDF, helps nobody whose figures are to be read.
_POUR_UN_TABLEAU = {
    ABIME: "Ce fichier est abîmé, ou ce n’est pas un classeur : il ne peut pas être ouvert. "
    "Enregistrez-le au format .xlsx depuis votre tableur, puis choisissez-le de nouveau.",
    DEMESURE: "Ce fichier est anormalement volumineux une fois ouvert : il n’est pas accepté. "
    "Gardez-en les feuilles et les lignes utiles, ou répartissez-le en plusieurs fichiers.",
}

Place = tuple[int, int]


@dataclass(frozen=True)
class DateLue:
    """A date, an hour or a length of time, as it is written in French."""

    texte: str

    def __str__(self) -> str:
        return self.texte


Brute = str | float | int | bool | DateLue


class ClasseurRefuse(Exception):
    """The workbook cannot be read; the message says why, in French."""


class CelluleRefusee(ValueError):
    """A cell that holds something else than what is expected; the message says what."""


@dataclass(frozen=True)
class FeuilleLue:
    """The rows of a sheet, from its first line, and what it shows or hides of them."""

    titre: str
    lignes: Sequence[Sequence[Brute]]
    lignes_masquees: frozenset[int] = frozenset()
    colonnes_masquees: Sequence[Place] = ()
    fusions: Sequence[tuple[int, int, int, int]] = ()
    sans_resultat: frozenset[Place] = frozenset()
    erreurs: Mapping[Place, str] = field(default_factory=dict)
    # Cells that do not hold what they show: what they show, what they held. Rows have the cents.
    arrondies: Mapping[Place, tuple[float, float]] = field(default_factory=dict)

    def colonne_masquee(self, colonne: int) -> bool:
        return any(de <= colonne <= a for de, a in self.colonnes_masquees)


class Feuilles(dict[str, FeuilleLue]):
    """The visible sheets of a workbook by title; ``masquees`` are the titles of the others."""

    def __init__(self, feuilles: Mapping[str, FeuilleLue], masquees: Sequence[str] = ()) -> None:
        super().__init__(feuilles)
        self.masquees = tuple(masquees)


def lire_classeur(contenu: bytes) -> Feuilles:
    """Return the visible sheets of an .xlsx by title. Raises ClasseurRefuse."""
    return _lire(contenu, lambda: lire_a_part("classeur", contenu))


def lire_tableau(contenu: bytes, nom: str) -> Feuilles:
    """The same of an .xlsx, an .ods or a .csv, told apart by its name. Raises ClasseurRefuse."""
    return _lire(contenu, lambda: lire_a_part("tableau", contenu, nom))


def _lire(contenu: bytes, a_part: Callable[[], Any]) -> Feuilles:
    if not contenu:
        raise ClasseurRefuse(VIDE)
    if len(contenu) > TAILLE_MAX:
        raise ClasseurRefuse(TROP_LOURD)
    try:
        lu = a_part()
    except FichierRefuse as refus:
        raise ClasseurRefuse(_POUR_UN_TABLEAU.get(str(refus), str(refus))) from None
    return Feuilles({f["titre"]: _feuille(f) for f in lu["feuilles"]}, lu["masquees"])


def _feuille(lue: Mapping[str, Any]) -> FeuilleLue:
    return FeuilleLue(
        titre=lue["titre"],
        lignes=[[_valeur(v) for v in ligne] for ligne in lue["lignes"]],
        lignes_masquees=frozenset(lue["lignes_masquees"]),
        colonnes_masquees=[(de, a) for de, a in lue["colonnes_masquees"]],
        fusions=[(h, g, b, d) for h, g, b, d in lue["fusions"]],
        sans_resultat=frozenset((ligne, colonne) for ligne, colonne in lue["sans_resultat"]),
        erreurs={(ligne, colonne): texte for ligne, colonne, texte in lue["erreurs"]},
        arrondies={
            (ligne, colonne): (vue, tenue) for ligne, colonne, vue, tenue in lue["arrondies"]
        },
    )


def _valeur(lue: Any) -> Brute:
    return DateLue(lue["date"]) if isinstance(lue, dict) else lue


def en_texte(valeur: Brute) -> str:
    """Write a cell as a person would type it; spaces at both ends are dropped.

    Raises CelluleRefusee for a date: a spreadsheet makes one of what looks like one.
    """
    if isinstance(valeur, str):
        return valeur.strip()
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, int | float):
        return nombre_en_texte(float(valeur))
    raise CelluleRefusee(
        f"Cette cellule contient une date ({valeur}) : mettez-la au format texte ou nombre."
    )


def nombre_en_texte(valeur: float) -> str:
    """Write a number with a decimal comma; raises CelluleRefusee when it is out of all measure."""
    if not abs(valeur) < 1e18:
        raise CelluleRefusee("Cette cellule contient un nombre démesuré : corrigez-le.")
    arrondi = round(valeur, 2)
    propre = arrondi if abs(valeur - arrondi) < TRACE else valeur
    if propre == int(propre):
        return str(int(propre))
    return repr(propre).replace(".", ",")
