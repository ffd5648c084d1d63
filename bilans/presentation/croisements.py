"""Two questions crossed, as a table to read: counts, percentages of rows or columns, masks."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bilans.presentation.analyse import (
    LARGEUR,
    MASQUE,
    TOTAUX,
    intervalle,
    periode_en_mots,
    pourcent,
)
from bilans.presentation.conditions import NE_SAIT_PAS_EN_MOTS
from bilans.regles.analyse.comptes import REMPLI, Effectifs, compter
from bilans.regles.analyse.comptes import part as _part
from bilans.regles.analyse.croisement import Axe, Croisement, Paires
from bilans.regles.analyse.masquage import TOTAL, Cellule
from bilans.regles.analyse.nombres import Classe, classer, distribution
from bilans.regles.analyse.periodes import pas_naturel, periode
from bilans.regles.analyse.resultats import DATE, LIBRES, SANS_REPONSE
from bilans.regles.colonnes import Colonne
from bilans.regles.questionnaire import CHOIX_MULTIPLES, NE_SAIT_PAS
from portal.saisie.regles.valeurs import lire
from portal.socle.formats import nombre
from portal.socle.francais import compter as compter_mots

ENSEMBLE = "Ensemble"
TROP_PEU = "Trop peu de réponses"


@dataclass(frozen=True)
class Case:
    """A count and its percentage; ``largeur`` that of its bar."""

    effectif: str
    part: str
    largeur: str = "0"


@dataclass(frozen=True)
class Rang:
    libelle: str
    cases: tuple[Case, ...]


@dataclass(frozen=True)
class TableCroisee:
    """The table: labels of the columns, then rows, the last of which is the whole."""

    lignes: str
    colonnes: str
    entetes: tuple[str, ...]
    rangs: tuple[Rang, ...]
    total: str
    masque: bool


@dataclass(frozen=True)
class Decoupage:
    """How values are brought together.

    No bar of numbers is made of fewer than ``seuil`` of them; days go by ``pas`` ("": by month,
    unless there are too many); ``vides`` makes a value of silence, otherwise left out.
    """

    seuil: int = 0
    pas: str = ""
    vides: bool = False


@dataclass(frozen=True)
class AxeDeColonne:
    """The axis of a column, and how its values go to it: numbers to their class, days to theirs."""

    axe: Axe
    classes: tuple[Classe, ...] = ()
    pas: str = ""

    def code(self, valeur: str) -> str:
        if not valeur:
            return SANS_REPONSE
        if self.pas and valeur != NE_SAIT_PAS:
            return periode(valeur, self.pas)
        lu = lire(valeur) if self.classes else None
        if lu is None:
            return valeur
        return next((str(rang) for rang, c in enumerate(self.classes) if c.contient(lu)), valeur)


def axe_de(colonne: Colonne, effectifs: Effectifs, decoupage: Decoupage) -> AxeDeColonne:
    """The values of a column, in order; « ne sait pas » is one where it is allowed.

    Of a text or a file, what is told apart is whether something was answered.
    """
    question, choix = colonne.question, colonne.choix
    compte = compter(effectifs, sum(effectifs.values()))
    classes, pas = tuple[Classe, ...](), ""
    if question.est_numerique:
        classes = classer(distribution(compte), decoupage.seuil)
        choix = tuple((str(rang), intervalle(c, question.unite)) for rang, c in enumerate(classes))
    elif question.type == DATE:
        pas = decoupage.pas or pas_naturel(compte.valeurs)
        periodes = sorted({periode(jour, pas) for jour in compte.valeurs})
        choix = tuple((code, periode_en_mots(code)) for code in periodes)
    elif question.type in LIBRES:
        choix = ((REMPLI, "A répondu"),)
    if question.ne_sait_pas:
        choix = (*choix, (NE_SAIT_PAS, NE_SAIT_PAS_EN_MOTS))
    if decoupage.vides or question.type in LIBRES:
        choix = (*choix, (SANS_REPONSE, TOTAUX[SANS_REPONSE]))
    multiple = question.type == CHOIX_MULTIPLES
    return AxeDeColonne(Axe(question.libelle, choix, multiple=multiple), classes, pas)


def classer_paires(lignes: AxeDeColonne, colonnes: AxeDeColonne, paires: Paires) -> Paires:
    """The same counts, numbers in their classes and days in their months."""
    classees: dict[tuple[str, str], int] = {}
    for (ligne, colonne), combien in paires.items():
        cle = lignes.code(ligne), colonnes.code(colonne)
        classees[cle] = classees.get(cle, 0) + combien
    return classees


def presenter(
    croisement: Croisement, masques: frozenset[Cellule], seuil: int = 0, *, par_colonne: bool
) -> TableCroisee:
    """Put a crossing in words; percentages are of each row, or of each column.

    Of fewer than ``seuil`` answers, not even how many is told.
    """
    entetes = (*(libelle for _, libelle in croisement.colonnes.choix), ENSEMBLE)
    codes = (*croisement.colonnes.codes, TOTAL)
    rangees: Sequence[tuple[str, str]] = (*croisement.lignes.choix, (TOTAL, ENSEMBLE))
    return TableCroisee(
        croisement.lignes.titre,
        croisement.colonnes.titre,
        entetes,
        tuple(
            Rang(
                libelle,
                tuple(
                    _case(croisement, masques, (ligne, colonne), par_colonne=par_colonne)
                    for colonne in codes
                ),
            )
            for ligne, libelle in rangees
        ),
        TROP_PEU if croisement.total < seuil else compter_mots(croisement.total, "réponse"),
        bool(masques),
    )


def _case(
    croisement: Croisement, masques: frozenset[Cellule], cle: Cellule, *, par_colonne: bool
) -> Case:
    if cle in masques:
        return Case(MASQUE, "")
    ligne, colonne = cle
    tout = (TOTAL, colonne) if par_colonne else (ligne, TOTAL)
    effectif = _effectif(croisement, cle)
    # A percentage out of a masked total would give it back.
    if tout in masques:
        return Case(nombre(effectif), "")
    part = _part(effectif, _effectif(croisement, tout))
    largeur = (part or Decimal(0)) * LARGEUR / 100
    return Case(nombre(effectif), pourcent(part), f"{largeur:.1f}")


def _effectif(croisement: Croisement, cle: Cellule) -> int:
    ligne, colonne = cle
    if ligne == TOTAL and colonne == TOTAL:
        return croisement.total
    if ligne == TOTAL:
        return croisement.totaux_colonnes[colonne]
    if colonne == TOTAL:
        return croisement.totaux_lignes[ligne]
    return croisement.effectifs[cle]
