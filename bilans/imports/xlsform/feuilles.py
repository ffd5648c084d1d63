"""A sheet of an XLSForm, from the cells that were read to rows of texts by column."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bilans.imports.rangee import ABSENTE, Rangee
from bilans.imports.resultat import Releve
from bilans.imports.xlsform.colonnes import (
    CITATION,
    EXIGEES,
    TEXTES,
    EnTete,
    lire_en_tete,
)
from portal.socle.lecture_classeurs import Brute, DateLue, FeuilleLue

UNE_DATE = "Le tableur a fait de cette cellule une date ({}) : mettez-la au format texte."
SANS_RESULTAT = "Cette cellule contient une formule sans résultat : écrivez-en la valeur."
EN_ERREUR = "Cette cellule contient une erreur du tableur ({})."
PAS_LUE = "La colonne « {} » n’est pas prise en charge."
AUTRE_LANGUE = "La langue « {} » n’est pas prise en charge : seul le français est repris."
EN_DOUBLE = "La colonne « {} » est écrite deux fois."
SANS_TITRE = "Cette cellule est dans une colonne qui n’a pas de titre."
CITE_UNE_REPONSE = "Une réponse citée dans un texte, ${…}, n’est pas prise en charge."
# « Not disabled », « not read-only »: it asks for nothing.
NON = frozenset({"no", "false", "false()"})
# The type whose formula stands in a column of its own.
CALCUL, FORMULES = "calculate", frozenset({"calculate", "calculation"})


@dataclass(frozen=True)
class Feuille:
    """A sheet as it is read: its columns from left to right, its rows that hold something."""

    nom: str
    colonnes: tuple[str, ...] = ()
    rangees: tuple[Rangee, ...] = field(default=(), repr=False)


def lire_feuille(nom: str, lue: FeuilleLue, releve: Releve) -> Feuille:
    """Read one of the three sheets, noting what its headings and its cells have of wrong."""
    textes = [[texte_de(valeur) for valeur in ligne] for ligne in lue.lignes]
    if not any(map(any, textes)):
        return Feuille(nom)
    remplies = {rang for ligne in textes[1:] for rang, texte in enumerate(ligne) if texte}
    entetes = [lire_en_tete(nom, texte) if texte else None for texte in textes[0]]
    lecture = _Lecture(nom, lue, _choisir(nom, entetes, remplies, releve), releve)
    if EXIGEES[nom] and not lecture.lues:
        # Headings are elsewhere, or in another tongue: what stands below is in no column.
        for colonne in EXIGEES[nom]:
            releve.noter(nom, 1, colonne, ABSENTE.format(colonne))
        return Feuille(nom, tuple(e.colonne for e in entetes if e is not None))
    rangees = [
        Rangee(numero, lecture.cellules(numero, ligne))
        for numero, ligne in enumerate(textes[1:], start=2)
        if any(ligne)
    ]
    if rangees:
        for colonne in set(EXIGEES[nom]) - lecture.lues:
            releve.noter(nom, 1, colonne, ABSENTE.format(colonne))
    return Feuille(nom, tuple(e.colonne for e in entetes if e is not None), tuple(rangees))


def _choisir(
    nom: str, entetes: Sequence[EnTete | None], remplies: set[int], releve: Releve
) -> dict[int, EnTete]:
    """The columns to look at, by their rank; what nobody reads is said at its heading."""
    choisies: dict[int, EnTete] = {}
    prises: dict[str, int] = {}
    for rang, entete in enumerate(entetes):
        if entete is None:
            continue
        if not entete.lue and not entete.connue:
            releve.noter(nom, 1, entete.colonne, PAS_LUE.format(entete.titre))
        elif not entete.est_en_francais and entete.lue:
            if rang in remplies:
                releve.noter(nom, 1, entete.colonne, AUTRE_LANGUE.format(entete.langue))
        elif not entete.lue:
            choisies[rang] = entete
        elif prises.get(entete.colonne, -1) not in remplies:
            # « label » is often left empty beside « label::Français (fr) ».
            choisies.pop(prises.get(entete.colonne, -1), None)
            choisies[rang], prises[entete.colonne] = entete, rang
        elif rang in remplies:
            releve.noter(nom, 1, entete.colonne, EN_DOUBLE.format(entete.colonne))
    return choisies


class _Lecture:
    """Reads the rows of one sheet, once its columns are known."""

    def __init__(
        self, nom: str, lue: FeuilleLue, colonnes: dict[int, EnTete], releve: Releve
    ) -> None:
        self._nom, self._lue, self._colonnes, self._releve = nom, lue, colonnes, releve
        self.lues = {entete.colonne for entete in colonnes.values() if entete.lue}
        self._sans_titre = {
            rang
            for rang, titre in enumerate(lue.lignes[0] if lue.lignes else ())
            if not texte_de(titre)
        }

    def cellules(self, numero: int, ligne: Sequence[str]) -> dict[str, str]:
        """What a row holds, by column; what is not read, or cannot be, is noted."""
        cellules: dict[str, str] = {}
        for rang, texte in enumerate(ligne):
            entete = self._colonnes.get(rang)
            if entete is None:
                if texte and rang in self._sans_titre:
                    self._releve.noter(self._nom, numero, _lettres(rang), SANS_TITRE)
                continue
            probleme = self._probleme(numero, rang, entete, texte)
            if probleme:
                self._releve.noter(self._nom, numero, entete.colonne, probleme)
            if texte:
                cellules[entete.colonne] = texte
        return cellules

    def _probleme(self, numero: int, rang: int, entete: EnTete, texte: str) -> str:
        place = (numero, rang + 1)
        if place in self._lue.erreurs:
            return EN_ERREUR.format(self._lue.erreurs[place])
        if place in self._lue.sans_resultat:
            return SANS_RESULTAT
        if isinstance(self._lue.lignes[numero - 1][rang], DateLue):
            return UNE_DATE.format(texte)
        if texte and not entete.lue and texte.casefold() not in NON:
            return "" if self._est_dite(numero, entete) else PAS_LUE.format(entete.colonne)
        if entete.colonne in TEXTES and CITATION in texte:
            return CITE_UNE_REPONSE
        return ""

    def _est_dite(self, numero: int, entete: EnTete) -> bool:
        """Whether refusing the type of a row says it all: what is « calculate » is its formula."""
        ligne = self._lue.lignes[numero - 1]
        types = [texte_de(ligne[r]) for r, e in self._colonnes.items() if e.colonne == "type"]
        return entete.colonne in FORMULES and CALCUL in types


def _lettres(rang: int) -> str:
    """The name of a column without a heading, as spreadsheets show it: « A », « AB »."""
    lettres = ""
    rang += 1
    while rang:
        rang, reste = divmod(rang - 1, 26)
        lettres = chr(ord("A") + reste) + lettres
    return lettres


def texte_de(valeur: Brute) -> str:
    """A cell as a text: « 1 » for 1.0, « yes » for a ticked box; blanks around are dropped."""
    if isinstance(valeur, bool):
        return "yes" if valeur else "no"
    if isinstance(valeur, int | float):
        entier = abs(valeur) < 1e15 and valeur == int(valeur)
        return str(int(valeur)) if entier else repr(valeur)
    texte = (valeur.texte if isinstance(valeur, DateLue) else valeur).strip()
    # The portal itself writes « '=A1 » so that no spreadsheet computes it.
    return texte[1:] if texte[:1] == "'" and texte[1:2] in ("=", "+", "-", "@") else texte
