"""Whether a condition says something: what it looks at exists there, and can be what it asks."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from bilans.regles.faits import FAITS, PLURIELS
from bilans.regles.questionnaire import (
    CHOIX_MULTIPLES,
    FICHIER,
    LISTE,
    NE_SAIT_PAS,
    TABLEAU,
    Element,
    Groupe,
    Place,
    Question,
    Questionnaire,
)
from bilans.regles.verification.anomalies import Anomalie, Genre
from portal.saisie.regles.champs import TYPES_TEXTE
from portal.saisie.regles.conditions import (
    DIFFERENT,
    EGAL,
    CetteReponse,
    Comparaison,
    Condition,
    Contient,
    EstVide,
    Fait,
    Rangee,
    Reponse,
    Source,
    feuilles,
    sources,
)
from portal.saisie.regles.valeurs import lire

NOMBRES, DATES, TEXTES, CODES, PLUSIEURS = "nombres", "dates", "textes", "codes", "plusieurs"


@dataclass(frozen=True)
class Lieu:
    """Where a condition stands; nothing more is said of ``inutilisables``, refused already."""

    questionnaire: Questionnaire
    place: Place
    inutilisables: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Nature:
    """What a source may hold: its kind, and its values when they are known."""

    genre: str
    permis: Collection[str] | None = None


def anomalies_de_condition(lieu: Lieu, propriete: str, condition: Condition) -> Iterator[Anomalie]:
    """Mistakes of one condition: each source first, then what is asked of those that exist."""
    dire = partial(Anomalie, lieu.place.rang, propriete)
    mauvaises: set[Source] = {Reponse(code) for code in lieu.inutilisables}
    for source in sources(condition):
        probleme = _probleme_de_source(lieu, propriete, source)
        if probleme and source not in mauvaises:
            mauvaises.add(source)
            yield dire(*probleme)
    for feuille in feuilles(condition):
        if mauvaises.isdisjoint(sources(feuille)):
            probleme = _probleme_de_feuille(lieu, feuille)
            if probleme:
                yield dire(*probleme)


def _probleme_de_source(lieu: Lieu, propriete: str, source: Source) -> tuple[Genre, str] | None:
    match source:
        case Reponse(code):
            return _probleme_de_reponse(lieu, code)
        case Fait(nom):
            return None if nom in FAITS else (Genre.FAIT_INCONNU, nom)
        case Rangee(repetition):
            connue = repetition in lieu.place.repetitions
            return None if connue else (Genre.REPETITION_INCONNUE, repetition)
        case CetteReponse():
            return None if propriete == "contrainte" else (Genre.CETTE_REPONSE, "")


def _probleme_de_reponse(lieu: Lieu, code: str) -> tuple[Genre, str] | None:
    cible = lieu.questionnaire.par_code.get(code)
    if cible is None:
        return Genre.QUESTION_INCONNUE, code
    if not isinstance(cible.element, Question) or not cible.element.demande:
        return Genre.SANS_REPONSE, code
    if cible.element.colonnes:
        return Genre.SANS_REPONSE, code
    # « The answer of the third row » has no meaning from elsewhere: it would be another row's.
    if cible.repetitions != lieu.place.repetitions[: len(cible.repetitions)]:
        return Genre.AUTRE_LIGNE, code
    return None


def _probleme_de_feuille(
    lieu: Lieu, feuille: Comparaison | Contient | EstVide
) -> tuple[Genre, str] | None:
    gauche = nature_de(lieu, feuille.source)
    match feuille:
        case EstVide():
            return None
        case Contient(_, valeur):
            if gauche.genre not in {CODES, PLUSIEURS}:
                return Genre.COMPARAISON_IMPOSSIBLE, valeur
            return _hors_choix(gauche, valeur)
        case Comparaison(_, operateur, valeur):
            if isinstance(valeur, str | Decimal):
                return _contre_constante(gauche, operateur in {EGAL, DIFFERENT}, valeur)
            return _contre_source(gauche, operateur in {EGAL, DIFFERENT}, nature_de(lieu, valeur))


def _contre_constante(
    gauche: Nature, egalite: bool, valeur: str | Decimal
) -> tuple[Genre, str] | None:
    if not gauche.genre:
        return Genre.COMPARAISON_IMPOSSIBLE, str(valeur)
    if gauche.genre in {NOMBRES, DATES} and valeur in (gauche.permis or ()):
        return None
    if gauche.genre == NOMBRES:
        est_un_nombre = isinstance(valeur, Decimal) or lire(valeur) is not None
        return None if est_un_nombre else (Genre.NOMBRE_ATTENDU, str(valeur))
    if gauche.genre == CODES and (isinstance(valeur, Decimal) or not egalite):
        return _contre_un_nombre(gauche, egalite, valeur)
    if gauche.genre == DATES and isinstance(valeur, str):
        return None if _est_une_date(valeur) else (Genre.DATE_ATTENDUE, valeur)
    if isinstance(valeur, Decimal) or not egalite:
        return Genre.COMPARAISON_IMPOSSIBLE, str(valeur)
    return _hors_choix(gauche, valeur)


def _contre_un_nombre(
    gauche: Nature, egalite: bool, valeur: str | Decimal
) -> tuple[Genre, str] | None:
    """Scores, and choices coded by numbers, compare as numbers."""
    codes = {lire(code) for code in gauche.permis or ()} - {None}
    nombre = lire(valeur) if isinstance(valeur, str) else valeur
    if not codes or nombre is None:
        return Genre.COMPARAISON_IMPOSSIBLE, str(valeur)
    return None if not egalite or nombre in codes else (Genre.CHOIX_INCONNU, str(valeur))


def _contre_source(gauche: Nature, egalite: bool, droite: Nature) -> tuple[Genre, str] | None:
    ordonnes = gauche.genre in {NOMBRES, DATES}
    if gauche.genre != droite.genre or not (egalite or ordonnes):
        return Genre.COMPARAISON_IMPOSSIBLE, ""
    return None


def _hors_choix(gauche: Nature, valeur: str) -> tuple[Genre, str] | None:
    if gauche.permis is None or valeur in gauche.permis:
        return None
    return Genre.CHOIX_INCONNU, valeur


def nature_de(lieu: Lieu, source: Source) -> Nature:
    """What a source that exists may hold."""
    match source:
        case Reponse(code):
            return _nature_de_reponse(lieu.questionnaire.par_code[code].element)
        case CetteReponse():
            return _nature_de_reponse(lieu.place.element)
        case Fait(nom):
            return Nature(PLUSIEURS if nom in PLURIELS else CODES, FAITS[nom])
        case Rangee(repetition):
            return Nature(CODES, _cles_connues(lieu.questionnaire.par_code[repetition]))


def _nature_de_reponse(question: Element) -> Nature:
    if not isinstance(question, Question) or question.type in {FICHIER, TABLEAU}:
        return Nature("", ())
    dehors = [NE_SAIT_PAS] if question.ne_sait_pas else []
    if question.est_numerique:
        return Nature(NOMBRES, dehors)
    if question.type == "date":
        return Nature(DATES, dehors)
    if question.type in TYPES_TEXTE:
        return Nature(TEXTES)
    permis = [code for code, _ in question.options] + dehors
    return Nature(PLUSIEURS if question.type == CHOIX_MULTIPLES else CODES, permis)


def _cles_connues(place: Place) -> Collection[str] | None:
    """Keys that the rows of a repetition may have, when the definition says them."""
    groupe = place.element
    if isinstance(groupe, Groupe) and groupe.repetition and groupe.repetition.origine == LISTE:
        return [cle for cle, _ in groupe.repetition.liste]
    return None


def _est_une_date(texte: str) -> bool:
    try:
        return date.fromisoformat(texte).isoformat() == texte
    except ValueError:
        return False
