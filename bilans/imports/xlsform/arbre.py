"""The « survey » sheet: rows between « begin » and « end » become a tree."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bilans.imports.rangee import Rangee
from bilans.imports.resultat import Releve
from bilans.imports.xlsform.colonnes import SURVEY
from bilans.imports.xlsform.feuilles import Feuille
from bilans.imports.xlsform.types import (
    DEBUT_GROUPE,
    DEBUT_REPETITION,
    DEBUTS,
    FINS,
    QUESTION,
    TypeLu,
    TypeRefuse,
    lire_type,
)

PROFONDEUR_MAX = 6
SANS_TYPE = "Le type manque."
SANS_FIN = {
    DEBUT_GROUPE: "Ce groupe n’a pas de fin.",
    DEBUT_REPETITION: "Cette répétition n’a pas de fin.",
}
SANS_DEBUT = "Cette fin ne ferme rien : aucun début ne lui correspond."
MAUVAISE_FIN = "Cette fin ne ferme pas ce qui est ouvert à la ligne {}."
MAUVAIS_NOM = "Cette fin ne porte pas le nom de ce qu’elle ferme, « {} »."
TROP_PROFOND = "Trop de groupes sont imbriqués."
SUR_UNE_FIN = "Rien d’autre que le type et le nom n’est attendu sur une fin."
SANS_QUESTION = "Cette feuille ne pose aucune question."


@dataclass
class Noeud:
    """A row of the sheet; ``refuse`` tells that its type is not read."""

    rangee: Rangee
    type: TypeLu
    refuse: bool = False
    enfants: "list[Noeud]" = field(default_factory=list)

    @property
    def ligne(self) -> int:
        return self.rangee.ligne

    @property
    def est_un_groupe(self) -> bool:
        return self.type.role in DEBUTS


def lire_arbre(feuille: Feuille, releve: Releve) -> list[Noeud]:
    """Return the rows of the sheet as a tree, noting those that are nothing or are out of place."""
    if not feuille.rangees:
        releve.noter(SURVEY, 1, "type", SANS_QUESTION)
    noeuds = [_noeud(rangee, releve) for rangee in feuille.rangees]
    racine: list[Noeud] = []
    ouverts: list[Noeud] = []
    for rang, noeud in enumerate(noeuds):
        if noeud.type.role in FINS:
            _fermer(noeud, ouverts, noeuds[rang + 1 :], releve)
            continue
        (ouverts[-1].enfants if ouverts else racine).append(noeud)
        if noeud.est_un_groupe:
            ouverts.append(noeud)
            if len(ouverts) > PROFONDEUR_MAX:
                releve.noter(SURVEY, noeud.ligne, "type", TROP_PROFOND)
    for noeud in ouverts:
        releve.noter(SURVEY, noeud.ligne, "type", SANS_FIN[noeud.type.role])
    return racine


def tous(noeuds: list[Noeud]) -> Iterator[Noeud]:
    """Every row of a tree, in reading order, however deep it is."""
    pile = list(reversed(noeuds))
    while pile:
        noeud = pile.pop()
        yield noeud
        pile.extend(reversed(noeud.enfants))


def _noeud(rangee: Rangee, releve: Releve) -> Noeud:
    if not rangee["type"]:
        if not releve.a_dit(SURVEY, 1, "type"):
            releve.noter(SURVEY, rangee.ligne, "type", SANS_TYPE)
        return Noeud(rangee, TypeLu(QUESTION, "texte"), refuse=True)
    try:
        return Noeud(rangee, lire_type(rangee["type"]))
    except TypeRefuse as refus:
        releve.noter(SURVEY, rangee.ligne, "type", str(refus))
        return Noeud(rangee, TypeLu(QUESTION, "texte"), refuse=True)


def _fermer(fin: Noeud, ouverts: list[Noeud], suite: list[Noeud], releve: Releve) -> None:
    """Close what an end names. What is open within has no end, unless both are crossed."""
    for colonne in fin.rangee.cellules:
        if colonne not in ("type", "name"):
            releve.noter(SURVEY, fin.ligne, colonne, SUR_UNE_FIN)
    debut = FINS[fin.type.role]
    if not any(noeud.type.role == debut for noeud in ouverts):
        releve.noter(SURVEY, fin.ligne, "type", SANS_DEBUT)
        return
    dedans: list[Noeud] = []
    while (ferme := ouverts.pop()).type.role != debut:
        dedans.insert(0, ferme)
    _verifier_le_nom(fin, ferme, releve)
    for noeud in dedans:
        if _se_ferme(noeud, suite):
            releve.noter(SURVEY, fin.ligne, "type", MAUVAISE_FIN.format(noeud.ligne))
            ouverts.append(noeud)
        else:
            releve.noter(SURVEY, noeud.ligne, "type", SANS_FIN[noeud.type.role])


def _verifier_le_nom(fin: Noeud, debut: Noeud, releve: Releve) -> None:
    nom = fin.rangee["name"]
    if nom and nom != debut.rangee["name"]:
        releve.noter(SURVEY, fin.ligne, "name", MAUVAIS_NOM.format(debut.rangee["name"]))


def _se_ferme(debut: Noeud, suite: list[Noeud]) -> bool:
    """Tell whether one of the rows that follow ends what began there."""
    ouverts = 1
    for noeud in suite:
        if noeud.type.role == debut.type.role:
            ouverts += 1
        elif noeud.type.role == DEBUTS[debut.type.role]:
            ouverts -= 1
            if ouverts == 0:
                return True
    return False
