"""Results ready to show: words, bars drawn by the server, and what is masked said as such."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bilans.presentation.questions import GENRES, nom_de_ligne
from bilans.regles.analyse.comptes import Frequence
from bilans.regles.analyse.connues import est_un_fait
from bilans.regles.analyse.nombres import Classe
from bilans.regles.analyse.resultats import (
    DATE,
    NE_SAIT_PAS,
    NON_POSEES,
    REPONDUES,
    SANS_REPONSE,
    Resultat,
)
from bilans.regles.colonnes import Colonne
from portal.socle.formats import ESPACE_INSECABLE, MOIS, avec_unite, nombre

MASQUE = "masqué"
RIEN = "–"
# A bar of all those who answered, in the units of its drawing.
LARGEUR, HAUTEUR = 200, 14
TOTAUX: Mapping[str, str] = {
    REPONDUES: "Ont répondu",
    NE_SAIT_PAS: "Ne savent pas",
    SANS_REPONSE: "Sans réponse",
    NON_POSEES: "Question non posée",
}
# A fact is asked of nobody: the declaration says it, or there is none.
TOTAUX_DE_FAIT: Mapping[str, str] = {
    **TOTAUX,
    REPONDUES: "Connu",
    SANS_REPONSE: "Aucun",
    NON_POSEES: "Non connu",
}


@dataclass(frozen=True)
class Barre:
    """One value: its bar is ``largeur`` long out of LARGEUR; masked, it has none and says so."""

    libelle: str
    effectif: str
    part: str
    largeur: str = "0"
    masquee: bool = False


@dataclass(frozen=True)
class QuestionAnalysee:
    """One question: counts apart, bars with their table, measures of a number.

    ``colonne_id`` is None when nobody was asked; ``unite`` is what is counted: « bilan », « lieu ».
    """

    code: str
    titre: str
    genre: str
    colonne_id: int | None
    unite: str
    totaux: tuple[tuple[str, str], ...]
    barres: tuple[Barre, ...]
    mesures: tuple[tuple[str, str], ...]
    libre: bool
    retiree: bool
    masque: bool


def presenter(
    resultat: Resultat, colonne_id: int | None, *, masque: bool, retiree: bool
) -> QuestionAnalysee:
    """Put a result in words; ``masque`` leaves out what a single answer makes: least and most."""
    colonne = resultat.colonne
    mots = TOTAUX_DE_FAIT if est_un_fait(colonne) else TOTAUX
    return QuestionAnalysee(
        code=colonne.code,
        titre=colonne.question.libelle,
        genre=GENRES.get(colonne.question.type, ""),
        colonne_id=colonne_id,
        unite=unite(colonne),
        totaux=tuple(
            (mots[cle], MASQUE if cle in resultat.masques else nombre(combien))
            for cle, combien in resultat.totaux.items()
            if combien or cle == REPONDUES
        ),
        barres=tuple(barres(resultat)),
        mesures=tuple(mesures(resultat, masque=masque)),
        libre=resultat.est_libre,
        retiree=retiree,
        masque=bool(resultat.masques or resultat.valeurs_masquees),
    )


def unite(colonne: Colonne) -> str:
    """What is counted, in the singular: a bilan, or a row of the repetition."""
    repetes = [groupe for groupe in colonne.place.dans if groupe.repetition]
    return nom_de_ligne(repetes[-1]) if repetes else "bilan"


def barres(resultat: Resultat) -> Iterator[Barre]:
    """One bar per value, in order."""
    libelles = libelles_des_valeurs(resultat)
    for frequence, libelle in zip(resultat.frequences, libelles, strict=True):
        if frequence.code in resultat.valeurs_masquees:
            yield Barre(libelle, MASQUE, MASQUE, masquee=True)
        else:
            yield barre(libelle, frequence)


def barre(libelle: str, frequence: Frequence) -> Barre:
    part = frequence.part
    return Barre(
        libelle,
        nombre(frequence.effectif),
        pourcent(part),
        f"{(part or Decimal(0)) * LARGEUR / 100:.1f}",
    )


def pourcent(part: Decimal | None) -> str:
    """« 66,7 % »; a dash out of nothing."""
    return RIEN if part is None else f"{nombre(part)}{ESPACE_INSECABLE}%"


def libelles_des_valeurs(resultat: Resultat) -> Sequence[str]:
    """The words of each value: a choice, an interval of numbers, a month or a year."""
    if resultat.classes:
        return [intervalle(classe, resultat.colonne.question.unite) for classe in resultat.classes]
    if resultat.colonne.question.type == DATE:
        return [periode_en_mots(frequence.code) for frequence in resultat.frequences]
    return [frequence.libelle for frequence in resultat.frequences]


def intervalle(classe: Classe, unite: str = "") -> str:
    """« de 10 à moins de 20 h », « de 20 à 30 h » for the last, « 3 h » for one number."""
    if classe.bas == classe.haut:
        return avec_unite(classe.bas, unite)
    lien = "à" if classe.derniere else "à moins de"
    return f"de {nombre(classe.bas)} {lien} {avec_unite(classe.haut, unite)}"


def periode_en_mots(code: str) -> str:
    """« mars 2025 » for « 2025-03 »; a year, or what is no month, stays as it is."""
    try:
        jour = date.fromisoformat(f"{code}-01")
    except ValueError:
        return code
    return f"{MOIS[jour.month - 1]} {jour.year}"


def mesures(resultat: Resultat, *, masque: bool) -> Iterator[tuple[str, str]]:
    """Mean, median and, unless small groups are masked, least, most and sum."""
    if resultat.mesures is None:
        return
    unite_ = resultat.colonne.question.unite
    yield "Moyenne", avec_unite(resultat.mesures.moyenne, unite_)
    yield "Médiane", avec_unite(resultat.mesures.mediane, unite_)
    if not masque:
        yield "Minimum", avec_unite(resultat.mesures.minimum, unite_)
        yield "Maximum", avec_unite(resultat.mesures.maximum, unite_)
        yield "Total", avec_unite(resultat.mesures.somme, unite_)
