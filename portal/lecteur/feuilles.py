"""The parts of a workbook that are sheets: how far they reach, and what a person sees of them.

Every part is unpacked and looked at, whatever its name: a sheet may be stored anywhere. Rows and
columns are counted from 1, as spreadsheets number them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .archives import Archive
from .formats_excel import decimales_par_style
from .ooxml import relations
from .refus import FichierRefuse
from .xml import MORCEAU, Arret, Attributs, Suite, attribut, est_du_xml, parcourir

CELLULES_MAX = 500_000
# Where a workbook says which parts are its sheets.
RELATIONS = "xl/_rels/workbook.xml.rels"
LIGNE_MAX, COLONNE_MAX = 1_048_576, 16_384
FUSIONS_MAX = 5000
TROP_ETENDUE = (
    "Une feuille de ce classeur s’étend bien au-delà de ses données : supprimez les lignes et les "
    "colonnes qui ne servent pas."
)
_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
Place = tuple[int, int]


@dataclass
class Vue:
    """What a sheet shows beside its values; places are (row, column)."""

    lignes_masquees: list[int] = field(default_factory=list)
    colonnes_masquees: list[Place] = field(default_factory=list)
    fusions: list[tuple[int, int, int, int]] = field(default_factory=list)
    sans_resultat: list[Place] = field(default_factory=list)
    erreurs: list[tuple[int, int, str]] = field(default_factory=list)
    # Cells whose format shows fewer decimals than they hold: row, column, decimals shown.
    arrondies: list[tuple[int, int, int]] = field(default_factory=list)


def lire_vues(archive: Archive) -> dict[str, Vue]:
    """Unpack every part of a workbook; return what each sheet shows, by name of part.

    Raises FichierRefuse when one names cells too far away, or when all weigh too much.
    """
    styles = decimales_par_style(archive)
    vues = {}
    for nom in archive.parties:
        with archive.ouvrir(nom) as flux:
            debut = flux.read(MORCEAU)
            if est_du_xml(debut):
                vue = _Feuille(styles).lire(Suite(debut, flux))
                if vue is not None:
                    vues[nom] = vue
            while flux.read(MORCEAU):
                pass  # counted: see FluxCompte
    return vues


def feuilles_masquees(archive: Archive) -> tuple[dict[str, str], list[str]]:
    """The part of each visible sheet by title, and the titles of those that are hidden."""
    cibles = {
        identifiant: resoudre(cible)
        for identifiant, _, cible, dehors in relations(archive, RELATIONS)
        if not dehors
    }
    visibles: dict[str, str] = {}
    masquees: list[str] = []

    def debut(nom: str, attributs: Attributs) -> None:
        if nom == "sheet":
            titre = attribut(attributs, "name")
            if attribut(attributs, "state") in ("hidden", "veryHidden"):
                masquees.append(titre)
            visibles[titre] = cibles.get(attribut(attributs, "id"), "")

    with archive.ouvrir("xl/workbook.xml") as flux:
        parcourir(flux, debut)
    return visibles, masquees


def resoudre(cible: str) -> str:
    """The part that a relation of the workbook names, from the root of the archive."""
    chemin = cible.replace("\\", "/").lower()
    morceaux = [] if chemin.startswith("/") else ["xl"]
    for morceau in chemin.split("/"):
        if morceau == "..":
            morceaux = morceaux[:-1]
        elif morceau not in ("", "."):
            morceaux.append(morceau)
    return "/".join(morceaux)


class _Feuille:
    """Reads one part; gives it up when it is not a sheet."""

    def __init__(self, styles: Sequence[int | None]) -> None:
        self._styles = styles
        self._vue = Vue()
        self._commencee = False
        self._ligne = self._colonne = 0
        self._bas = self._droite = 0
        self._masquee = False
        self._formule = self._pleine = self._dans_valeur = False
        self._genre, self._style, self._valeur = "", "", ""

    def lire(self, flux: Suite) -> Vue | None:
        try:
            parcourir(flux, self._debut, self._fin, self._texte)
        except FichierRefuse:
            if self._commencee:
                raise
            return None
        return self._vue if self._commencee else None

    def _debut(self, nom: str, attributs: Attributs) -> None:
        if not self._commencee:
            if nom != "worksheet":
                raise Arret
            self._commencee = True
        elif nom == "c":
            self._cellule(attributs)
        elif nom in ("v", "t"):
            self._dans_valeur, self._valeur = True, ""
        elif nom == "f":
            self._formule = True
        elif nom == "row":
            self._rangee(attributs)
        elif nom == "col":
            self._colonne_decrite(attributs)
        elif nom == "mergeCell":
            self._fusion(attribut(attributs, "ref"))

    def _rangee(self, attributs: Attributs) -> None:
        numero = attributs.get("r", "")
        self._ligne = _entier(numero, LIGNE_MAX) if numero else self._ligne + 1
        self._colonne = 0
        self._masquee = _vrai(attributs.get("hidden")) or _nul(attributs.get("ht"))

    def _cellule(self, attributs: Attributs) -> None:
        place = _PLACE.fullmatch(attributs.get("r", "").strip())
        if place:
            self._ligne, self._colonne = int(place[2]), rang_de(place[1])
        else:
            self._colonne += 1
        self._genre, self._style = attributs.get("t", ""), attributs.get("s", "")
        self._formule = self._pleine = False
        self._valeur = ""

    def _colonne_decrite(self, attributs: Attributs) -> None:
        if _vrai(attributs.get("hidden")) or _nul(attributs.get("width")):
            de, a = (_entier(attributs.get(cle, "1"), COLONNE_MAX) for cle in ("min", "max"))
            self._vue.colonnes_masquees.append((de, a))

    def _fusion(self, plage: str) -> None:
        places = [_PLACE.fullmatch(place) for place in plage.replace("$", "").split(":")]
        if len(places) == 2 and all(places) and len(self._vue.fusions) < FUSIONS_MAX:
            (haut, gauche), (bas, droite) = ((int(p[2]), rang_de(p[1])) for p in places if p)
            self._vue.fusions.append((haut, gauche, bas, droite))

    def _texte(self, texte: str) -> None:
        if self._dans_valeur:
            self._pleine = self._pleine or bool(texte.strip())
            if len(self._valeur) < COLONNE_MAX:
                self._valeur += texte

    def _fin(self, nom: str) -> None:
        if nom in ("v", "t"):
            self._dans_valeur = False
        elif nom == "c" and (self._pleine or self._formule):
            self._finir_cellule()

    def _finir_cellule(self) -> None:
        place = self._ligne, self._colonne
        self._bas, self._droite = max(self._bas, place[0]), max(self._droite, place[1])
        if self._bas * self._droite > CELLULES_MAX:
            raise FichierRefuse(TROP_ETENDUE)
        vue = self._vue
        if self._masquee and self._ligne not in vue.lignes_masquees[-1:]:
            vue.lignes_masquees.append(self._ligne)
        if self._genre == "e":
            vue.erreurs.append((*place, self._valeur[:20]))
        elif self._formule and not self._pleine and self._genre != "str":  # "" is a result
            vue.sans_resultat.append(place)
        elif self._genre in ("", "n") and self._style:
            style = _entier(self._style, COLONNE_MAX)
            decimales = self._styles[style] if style < len(self._styles) else None
            if decimales is not None and not self._valeur.strip().isdigit():
                vue.arrondies.append((*place, decimales))


def rang_de(lettres: str) -> int:
    """« A » is the first column, « AA » the twenty-seventh."""
    rang = 0
    for lettre in lettres.upper():
        rang = rang * 26 + ord(lettre) - 64
    return rang


def _entier(texte: str, maximum: int) -> int:
    return (
        min(int(texte), maximum) if texte.isascii() and texte.isdigit() and len(texte) < 12 else 1
    )


def _vrai(texte: str | None) -> bool:
    return texte in ("1", "true", "on")


def _nul(texte: str | None) -> bool:
    """A height or a width of nothing hides as well."""
    try:
        return texte is not None and float(texte) == 0
    except ValueError:
        return False
