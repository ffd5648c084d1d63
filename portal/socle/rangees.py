"""Rows of a sheet that somebody sends, by heading: a verdict for each cell, hidden ones named."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.socle.formats import citer
from portal.socle.francais import cle_de_tri
from portal.socle.lecture_classeurs import (
    Brute,
    CelluleRefusee,
    FeuilleLue,
    en_texte,
    nombre_en_texte,
)

SANS_RESULTAT = (
    "Renseignez cette cellule : sa formule n’a pas de résultat enregistré. Ouvrez le classeur dans "
    "votre tableur et enregistrez-le, ou écrivez la valeur."
)
_TOTAL = re.compile(r"(sous[ -]?|s/)?(total|totaux)\b", re.IGNORECASE)
CITE_MAX = 60


@dataclass(frozen=True)
class Place:
    """A cell, as people find it; a whole column without row, a whole row without column."""

    feuille: str
    ligne: int = 0
    colonne: str = ""

    def __str__(self) -> str:
        ligne = f", ligne {self.ligne}" if self.ligne else ""
        colonne = f", colonne {self.colonne}" if self.colonne else ""
        return f"{self.feuille}{ligne}{colonne}"


@dataclass(frozen=True)
class Erreur:
    """A mistake or a warning, at a place; ``repere`` is the place of one that names it itself."""

    message: str
    place: Place | None = None
    repere: Place | None = None

    def __str__(self) -> str:
        return f"{self.place} : {self.message}" if self.place else self.message

    def en_donnees(self) -> dict[str, Any]:
        """As plain data: sheet, row, column (None when it has none) and message."""
        ou = self.place or self.repere or Place("")
        return {
            "feuille": ou.feuille or None,
            "ligne": ou.ligne or None,
            "colonne": ou.colonne or None,
            "message": self.message,
        }


@dataclass
class Remarques:
    """What a workbook makes say: mistakes, which stop it, and warnings, to be looked at."""

    erreurs: list[Erreur] = field(default_factory=list)
    avertissements: list[Erreur] = field(default_factory=list)


@dataclass(frozen=True)
class Rangee:
    """One row of a sheet, its cells by heading; ``rangs`` are its columns, counted from 1."""

    feuille: FeuilleLue
    numero: int
    cellules: Mapping[str, Brute]
    rangs: Mapping[str, int]
    remarques: Remarques

    def place(self, colonne: str) -> Place:
        return Place(self.feuille.titre, self.numero, colonne)

    def refuser(self, colonne: str, message: str) -> None:
        self.remarques.erreurs.append(Erreur(message, self.place(colonne)))

    def texte(self, colonne: str) -> str:
        """The text of a cell; empty when it cannot be taken, which is then told."""
        place = self.numero, self.rangs[colonne]
        if message := self._refus(place):
            self.refuser(colonne, message)
            return ""
        try:
            lu = en_texte(self.cellules[colonne])
        except CelluleRefusee as refus:
            self.refuser(colonne, str(refus))
            return ""
        if place in self.feuille.arrondies:
            affiche, exact = (nombre_en_texte(n) for n in self.feuille.arrondies[place])
            message = f"cette cellule affiche {affiche} et contient {exact} : {lu} est repris."
            self.remarques.avertissements.append(Erreur(message, self.place(colonne)))
        return lu

    def _refus(self, place: tuple[int, int]) -> str:
        """Why the content of a cell cannot be taken, whatever it is."""
        if place in self.feuille.sans_resultat:
            return SANS_RESULTAT
        if place in self.feuille.erreurs:
            erreur = citer(self.feuille.erreurs[place])
            return f"Renseignez cette cellule : sa formule est en erreur, {erreur}."
        for haut, gauche, bas, droite in self.feuille.fusions:
            if haut <= place[0] <= bas and gauche <= place[1] <= droite:
                return (
                    f"Cette cellule est fusionnée avec d’autres ({_etendue(haut, bas)}) : annulez "
                    "la fusion, puis écrivez une valeur par cellule."
                )
        return ""

    def cite(self) -> str:
        """What the row says, shortened."""
        valeurs = [_ecrire(v) for v in self.cellules.values() if _pleine(v)]
        texte = ", ".join(valeurs)
        return citer(texte if len(texte) <= CITE_MAX else f"{texte[: CITE_MAX - 1]}…")


def rangees(
    feuille: FeuilleLue,
    attendues: Sequence[str],
    remarques: Remarques,
    facultatives: Sequence[str] = (),
) -> Iterator[Rangee]:
    """The rows under the headings; empty ones are passed over, totals too, which is told."""
    rangs = _rangs(feuille, attendues, facultatives, remarques)
    if rangs is None:
        return
    _nommer_colonnes(feuille, rangs, remarques)
    vide = True
    for numero in range(2, _derniere(feuille) + 1):
        ligne = feuille.lignes[numero - 1] if numero <= len(feuille.lignes) else ()
        cellules = {t: ligne[rang - 1] if rang <= len(ligne) else "" for t, rang in rangs.items()}
        if not any(
            _pleine(cellules[titre]) or _calculee(feuille, numero, rang)
            for titre, rang in rangs.items()
        ):
            continue
        rangee = Rangee(feuille, numero, cellules, rangs, remarques)
        vide = False
        if _est_un_total(rangee, attendues[0]):
            _avertir(rangee, f"{rangee.cite()} est une ligne de total, elle est laissée de côté.")
            continue
        if numero in feuille.lignes_masquees:
            _avertir(
                rangee,
                f"cette ligne est masquée dans le classeur, {rangee.cite()} : elle compte comme "
                "les autres.",
            )
        yield rangee
    if vide and not facultatives:
        message = f"La feuille « {feuille.titre} » ne contient aucune ligne."
        remarques.erreurs.append(Erreur(message, repere=Place(feuille.titre)))


def cle_de_titre(titre: Brute) -> object:
    """A heading whatever its capitals, accents and spaces."""
    return cle_de_tri(str(titre))[0]


def _rangs(
    feuille: FeuilleLue, attendues: Sequence[str], facultatives: Sequence[str], lues: Remarques
) -> dict[str, int] | None:
    """Columns by heading, counted from 1; None when one misses or is twice there, which is told."""
    entete = [cle_de_titre(cellule) for cellule in feuille.lignes[0]] if feuille.lignes else []
    titres = [*attendues, *(t for t in facultatives if cle_de_titre(t) in entete)]
    fautifs = [titre for titre in titres if entete.count(cle_de_titre(titre)) != 1]
    for titre in fautifs:
        combien = "est en double" if cle_de_titre(titre) in entete else "manque"
        message = f"{feuille.titre}, ligne 1 : la colonne « {titre} » {combien}."
        lues.erreurs.append(Erreur(message, repere=Place(feuille.titre, 1, titre)))
    return None if fautifs else {t: entete.index(cle_de_titre(t)) + 1 for t in titres}


def _derniere(feuille: FeuilleLue) -> int:
    """The last row that holds something, be it a formula without result."""
    return max([len(feuille.lignes), *(ligne for ligne, _ in feuille.sans_resultat)])


def _calculee(feuille: FeuilleLue, numero: int, rang: int) -> bool:
    """Tell whether a cell that gives nothing holds a formula all the same."""
    return (numero, rang) in feuille.sans_resultat or (numero, rang) in feuille.erreurs


def _nommer_colonnes(feuille: FeuilleLue, rangs: Mapping[str, int], remarques: Remarques) -> None:
    for titre, rang in rangs.items():
        if feuille.colonne_masquee(rang):
            message = "cette colonne est masquée dans le classeur : ses cellules comptent."
            place = Place(feuille.titre, colonne=titre)
            remarques.avertissements.append(Erreur(message, place))


def _avertir(rangee: Rangee, message: str) -> None:
    place = Place(rangee.feuille.titre, rangee.numero)
    rangee.remarques.avertissements.append(Erreur(message, place))


def _est_un_total(rangee: Rangee, identifiant: str) -> bool:
    """A row that names no project, and says that it is a sum."""
    premier = rangee.cellules[identifiant]
    if _pleine(premier) and not _TOTAL.match(_ecrire(premier)):
        return False
    return any(isinstance(v, str) and _TOTAL.match(v.strip()) for v in rangee.cellules.values())


def _pleine(valeur: Brute) -> bool:
    return valeur != "" and bool(str(valeur).strip())


def _ecrire(valeur: Brute) -> str:
    try:
        return en_texte(valeur)
    except CelluleRefusee:
        return str(valeur)


def _etendue(haut: int, bas: int) -> str:
    return f"ligne {haut}" if haut == bas else f"lignes {haut} à {bas}"
