"""Mistakes that one element shows by itself: its code, its choices, its bounds, its rows."""

import re
from collections.abc import Iterator, Sequence

from bilans.regles.ordre import code_du_nombre
from bilans.regles.questionnaire import (
    CHOIX_MULTIPLES,
    FICHIER,
    LIGNES_MAX,
    LISTE,
    NE_SAIT_PAS,
    NOMBRE,
    NOTE,
    ORIGINES,
    PROFONDEUR_REPETITIONS,
    SCORE,
    TABLEAU,
    TYPES,
    Choix,
    Groupe,
    Place,
    Question,
    Questionnaire,
    Rang,
    Repetition,
)
from bilans.regles.verification.anomalies import Anomalie, Genre

# No dot: it parts the paths of answers. What XLSForm allows beside is refused at import.
CODE = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}")
CODE_DE_CHOIX = re.compile(r"[^\s'\"]{1,64}")
A_CHOIX = frozenset({"choix", CHOIX_MULTIPLES})
SANS_NE_SAIT_PAS = frozenset({NOTE, FICHIER, TABLEAU})
TYPES_DE_CASE = frozenset({SCORE, "texte", "entier", "etp", "euros", "heures", "oui_non", "date"})


def anomalies_de_question(place: Place, question: Question) -> Iterator[Anomalie]:
    yield from _code(place.rang, question.code)
    if not question.libelle.strip():
        yield Anomalie(place.rang, "libelle", Genre.LIBELLE_VIDE)
    if question.type not in TYPES:
        yield Anomalie(place.rang, "type", Genre.TYPE_INCONNU, question.type)
        return
    yield from _choix(place.rang, question)
    yield from _bornes(place.rang, question)
    yield from _colonnes(place.rang, question)
    if question.ne_sait_pas and question.type in SANS_NE_SAIT_PAS:
        yield Anomalie(place.rang, "ne_sait_pas", Genre.HORS_DE_PROPOS)
    if question.type == NOTE and question.contrainte is not None:
        yield Anomalie(place.rang, "contrainte", Genre.HORS_DE_PROPOS)


def anomalies_de_groupe(
    questionnaire: Questionnaire, place: Place, groupe: Groupe
) -> Iterator[Anomalie]:
    yield from _code(place.rang, groupe.code)
    repetition = groupe.repetition
    if repetition is None:
        return
    if len(place.repetitions) > PROFONDEUR_REPETITIONS:
        yield Anomalie(place.rang, "repetition", Genre.TROP_PROFOND)
    if repetition.origine not in ORIGINES:
        yield Anomalie(place.rang, "origine", Genre.ORIGINE_INCONNUE, repetition.origine)
    if repetition.origine == LISTE:
        if not repetition.liste:
            yield Anomalie(place.rang, "liste", Genre.LISTE_VIDE)
        yield from _paires(place.rang, "liste", repetition.liste, CODE)
    if repetition.origine == NOMBRE:
        yield from _nombre(questionnaire, place, repetition)


def _code(rang: Rang, code: str) -> Iterator[Anomalie]:
    if not CODE.fullmatch(code):
        yield Anomalie(rang, "code", Genre.CODE_MAL_FORME, code)


def _choix(rang: Rang, question: Question) -> Iterator[Anomalie]:
    if question.type in A_CHOIX and not question.choix:
        yield Anomalie(rang, "choix", Genre.SANS_CHOIX)
    if question.type not in A_CHOIX and question.choix:
        yield Anomalie(rang, "choix", Genre.HORS_DE_PROPOS)
    yield from _paires(rang, "choix", question.choix, CODE_DE_CHOIX)
    if question.type != CHOIX_MULTIPLES:
        for nom in ("moins", "plus", "exclusifs"):
            if getattr(question, nom) not in (None, ()):
                yield Anomalie(rang, nom, Genre.HORS_DE_PROPOS)
        return
    codes = {code for code, _ in question.choix}
    for exclusif in question.exclusifs:
        if exclusif not in codes:
            yield Anomalie(rang, "exclusifs", Genre.CHOIX_INCONNU, exclusif)
    if not 0 <= (question.moins or 0) <= len(codes):
        yield Anomalie(rang, "moins", Genre.BORNES_INVERSEES, str(question.moins))
    if question.plus is not None and not max(question.moins or 1, 1) <= question.plus:
        yield Anomalie(rang, "plus", Genre.BORNES_INVERSEES, str(question.plus))


def _paires(
    rang: Rang, propriete: str, paires: Choix, forme: re.Pattern[str]
) -> Iterator[Anomalie]:
    """Codes and labels: well formed, each code once."""
    deja: set[str] = set()
    for code, libelle in paires:
        if not forme.fullmatch(code) or code == NE_SAIT_PAS:
            yield Anomalie(rang, propriete, Genre.CHOIX_MAL_FORME, code)
        elif code in deja:
            yield Anomalie(rang, propriete, Genre.CHOIX_EN_DOUBLE, code)
        if not libelle.strip():
            yield Anomalie(rang, propriete, Genre.CHOIX_SANS_LIBELLE, code)
        deja.add(code)


def _bornes(rang: Rang, question: Question) -> Iterator[Anomalie]:
    minimum, maximum = question.minimum, question.maximum
    if maximum is None:
        return
    if not question.est_numerique and question.type != TABLEAU:
        yield Anomalie(rang, "maximum", Genre.HORS_DE_PROPOS)
    elif minimum is not None and minimum > maximum:
        yield Anomalie(rang, "maximum", Genre.BORNES_INVERSEES, str(maximum))


def _colonnes(rang: Rang, question: Question) -> Iterator[Anomalie]:
    if question.type not in {SCORE, TABLEAU}:
        if question.colonnes or question.rangees:
            yield Anomalie(rang, "colonnes", Genre.HORS_DE_PROPOS)
        return
    if question.type == TABLEAU and not question.colonnes:
        yield Anomalie(rang, "colonnes", Genre.COLONNES_ABSENTES)
    if question.type == SCORE and question.rangees:
        yield Anomalie(rang, "rangees", Genre.HORS_DE_PROPOS)
    paires = tuple((colonne.code, colonne.libelle) for colonne in question.colonnes)
    yield from _paires(rang, "colonnes", paires, CODE)
    yield from _paires(rang, "rangees", question.rangees, CODE)
    permis: Sequence[str] = (SCORE,) if question.type == SCORE else sorted(TYPES_DE_CASE)
    for colonne in question.colonnes:
        if colonne.type not in permis:
            yield Anomalie(rang, "colonnes", Genre.TYPE_INCONNU, colonne.type)


def _nombre(
    questionnaire: Questionnaire, place: Place, repetition: Repetition
) -> Iterator[Anomalie]:
    """How many rows: a number, or a whole number asked before, on the same rows or around them."""
    code = code_du_nombre(place)
    if code is None:
        if not isinstance(repetition.nombre, int) or not 1 <= repetition.nombre <= LIGNES_MAX:
            yield Anomalie(place.rang, "nombre", Genre.NOMBRE_INVALIDE, str(repetition.nombre))
        return
    cible = questionnaire.par_code.get(code)
    if cible is None:
        yield Anomalie(place.rang, "nombre", Genre.QUESTION_INCONNUE, code)
    elif cible.rang > place.rang:
        yield Anomalie(place.rang, "nombre", Genre.PAS_AVANT, code)
    elif cible.repetitions != place.repetitions[:-1][: len(cible.repetitions)]:
        yield Anomalie(place.rang, "nombre", Genre.AUTRE_LIGNE, code)
    elif not isinstance(cible.element, Question) or cible.element.type != "entier":
        yield Anomalie(place.rang, "nombre", Genre.NOMBRE_ATTENDU, code)
