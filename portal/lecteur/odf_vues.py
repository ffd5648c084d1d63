"""What the tables of an OpenDocument spreadsheet hide or show beside their values.

The same ``Vue`` as the sheets of a workbook: rows and columns are counted from 1.
"""

from .feuilles import COLONNE_MAX, FUSIONS_MAX, LIGNE_MAX, Vue
from .xml import Attributs, Flux, attribut, local, parcourir

# Beyond, the reading of the sheet itself refuses it.
MASQUEES_MAX = 6000
ERREUR_MAX = 20
_CACHES = ("collapse", "filter")
_CELLULES = ("table-cell", "covered-table-cell")


def lire_vues_odf(flux: Flux) -> dict[str, Vue]:
    """Read « content.xml »: what each table shows, by title. Raises FichierRefuse: not XML."""
    tables = _Tables()
    parcourir(flux, tables.debut, tables.fin, tables.texte)
    return tables.vues


class _Tables:
    """Where one is in the document: a table, a row, a cell that holds an error."""

    def __init__(self) -> None:
        self.vues: dict[str, Vue] = {}
        self._vue = Vue()
        self._ligne = self._colonne = self._decrites = 0
        self._repetee = 1
        self._masquee = self._pleine = False
        self._erreur: str | None = None

    def debut(self, nom: str, attributs: Attributs) -> None:
        if nom == "table":
            self._vue = self.vues.setdefault(attribut(attributs, "name"), Vue())
            self._ligne = self._decrites = 0
        elif nom == "table-column":
            nombre = _repetition(attributs, "number-columns-repeated", COLONNE_MAX)
            if attribut(attributs, "visibility") in _CACHES:
                place = self._decrites + 1, self._decrites + nombre
                self._vue.colonnes_masquees.append(place)
            self._decrites += nombre
        elif nom == "table-row":
            self._repetee = _repetition(attributs, "number-rows-repeated", LIGNE_MAX)
            self._masquee = attribut(attributs, "visibility") in _CACHES
            self._pleine, self._colonne = False, 0
        elif nom in _CELLULES:
            self._cellule(attributs)

    def _cellule(self, attributs: Attributs) -> None:
        place = self._ligne + 1, self._colonne + 1
        self._colonne += _repetition(attributs, "number-columns-repeated", COLONNE_MAX)
        # A formula in error says so beside the type that an older reader expects.
        genres = [valeur for cle, valeur in attributs.items() if local(cle) == "value-type"]
        self._pleine = self._pleine or bool(genres)
        self._erreur = "" if "error" in genres else None
        hauteur = _repetition(attributs, "number-rows-spanned", LIGNE_MAX)
        largeur = _repetition(attributs, "number-columns-spanned", COLONNE_MAX)
        if hauteur * largeur > 1 and len(self._vue.fusions) < FUSIONS_MAX:
            fin = place[0] + hauteur - 1, place[1] + largeur - 1
            self._vue.fusions.append((*place, *fin))

    def texte(self, texte: str) -> None:
        if self._erreur is not None and len(self._erreur) < ERREUR_MAX:
            self._erreur += texte

    def fin(self, nom: str) -> None:
        if nom in _CELLULES and self._erreur is not None:
            if len(self._vue.erreurs) < MASQUEES_MAX:
                erreur = self._erreur.strip()[:ERREUR_MAX]
                self._vue.erreurs.append((self._ligne + 1, self._colonne, erreur))
            self._erreur = None
        elif nom == "table-row":
            masquees = self._vue.lignes_masquees
            if self._masquee and self._pleine and len(masquees) < MASQUEES_MAX:
                nombre = min(self._repetee, MASQUEES_MAX)
                masquees.extend(range(self._ligne + 1, self._ligne + nombre + 1))
            self._ligne += self._repetee


def _repetition(attributs: Attributs, nom: str, maximum: int) -> int:
    texte = attribut(attributs, nom)
    lisible = texte.isascii() and texte.isdigit() and len(texte) < 12
    return max(1, min(int(texte), maximum)) if lisible else 1
