"""The same questions from year to year, or from a territory to another, side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bilans.presentation.analyse import LARGEUR, MASQUE, RIEN, pourcent
from bilans.regles.analyse.comparaison import (
    MEDIANE,
    MOYENNE,
    Evolution,
    evolutions_des_choix,
    evolutions_du_nombre,
)
from bilans.regles.analyse.resultats import REPONDUES, Resultat
from bilans.regles.colonnes import Colonne
from portal.socle.formats import ESPACE_INSECABLE, MOINS, avec_unite, nombre

MESURES: Mapping[str, str] = {MOYENNE: "Moyenne", MEDIANE: "Médiane"}


@dataclass(frozen=True)
class CaseComparee:
    """A value and, from year to year, how far it moved: « +3,2 points ».

    ``largeur`` is that of its bar, "" where there is none: shares are out of all, means of the
    largest one shown beside.
    """

    texte: str
    ecart: str = ""
    largeur: str = ""


@dataclass(frozen=True)
class RangCompare:
    libelle: str
    cases: tuple[CaseComparee, ...]


@dataclass(frozen=True)
class QuestionComparee:
    """One question; ``changements`` are sentences on what changed of it between versions."""

    code: str
    titre: str
    entetes: tuple[str, ...]
    rangs: tuple[RangCompare, ...]
    masque: bool
    changements: tuple[str, ...] = field(default=())


def se_compare(colonne: Colonne) -> bool:
    """Tell whether a column has shares or a mean to set side by side."""
    return colonne.question.est_numerique or bool(colonne.choix)


def comparer(
    colonne: Colonne,
    resultats: Sequence[Resultat | None],
    entetes: Sequence[str],
    changements: Sequence[str] = (),
    *,
    ecarts: bool,
) -> QuestionComparee:
    """Put one question side by side; a result is None where no version asks the question.

    ``ecarts`` also tells how far each is from the one before, which has a meaning for years.
    """
    comptes = [None if r is None else r.compte for r in resultats]
    if colonne.question.est_numerique:
        evolutions = evolutions_du_nombre(comptes)
    else:
        evolutions = evolutions_des_choix(comptes, colonne.choix, colonne.question.type)
    rangs = [
        _rang(colonne, evolution, _caches(resultats, evolution.code), ecarts=ecarts)
        for evolution in evolutions
    ]
    return QuestionComparee(
        colonne.code,
        colonne.question.libelle,
        tuple(entetes),
        (_reponses(resultats), *rangs),
        any(r and (r.masques or r.valeurs_masquees) for r in resultats),
        tuple(changements),
    )


def _caches(resultats: Sequence[Resultat | None], code: str) -> list[bool]:
    """Which cells of a line are masked: its choice, or its numbers where too few answered."""
    return [
        r is not None and (REPONDUES in r.masques or code in r.valeurs_masquees) for r in resultats
    ]


def _reponses(resultats: Sequence[Resultat | None]) -> RangCompare:
    cases = [
        CaseComparee(
            RIEN if r is None else MASQUE if REPONDUES in r.masques else nombre(r.compte.repondues)
        )
        for r in resultats
    ]
    return RangCompare("Ont répondu", tuple(cases))


def _rang(
    colonne: Colonne, evolution: Evolution, caches: Sequence[bool], *, ecarts: bool
) -> RangCompare:
    numerique, unite = colonne.question.est_numerique, colonne.question.unite
    montrees = [
        valeur
        for valeur, cache in zip(evolution.valeurs, caches, strict=True)
        if valeur and not cache
    ]
    tout = max(montrees, default=Decimal(0)) if numerique else Decimal(100)
    cases = []
    for rang, (valeur, ecart) in enumerate(zip(evolution.valeurs, evolution.ecarts, strict=True)):
        if caches[rang]:
            cases.append(CaseComparee(MASQUE))
            continue
        texte = avec_unite(valeur, unite) or RIEN if numerique else pourcent(valeur)
        visible = ecarts and ecart is not None and not caches[rang - 1]
        cases.append(
            CaseComparee(
                texte,
                _ecart(ecart, numerique=numerique) if visible else "",
                f"{max(valeur, Decimal(0)) * LARGEUR / tout:.1f}" if valeur and tout > 0 else "",
            )
        )
    libelle = MESURES.get(evolution.code, evolution.libelle) if numerique else evolution.libelle
    return RangCompare(libelle, tuple(cases))


def _ecart(ecart: Decimal | None, *, numerique: bool) -> str:
    if ecart is None:
        return ""
    signe = "+" if ecart > 0 else MOINS if ecart < 0 else ""
    suite = "" if numerique else f"{ESPACE_INSECABLE}point{'s' if abs(ecart) >= 2 else ''}"
    return f"{signe}{nombre(abs(ecart))}{suite}"
