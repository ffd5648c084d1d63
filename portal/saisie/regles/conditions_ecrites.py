"""Conditions as a definition file writes them: tables, in one grammar for grids and questionnaires.

    { question = "parents", egal = "oui" }          { question = "activites", contient = "autre" }
    { question = "enfants", au_moins = 3 }          { question = "debut", au_plus = "2026-03-31" }
    { question = "familles", vide = false }         { question = "a", au_plus = { question = "b" } }
    { fait = "themes", contient = "handicap" }      { ligne = "themes", egal = "petite_enfance" }
    { reponse = true, au_moins = 1 }                { toutes = [ … ] }  { une = [ … ] }  { non = … }

What is read is written again the same, and the reverse.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from portal.saisie.regles.conditions import (
    OPERATEURS,
    CetteReponse,
    Comparaison,
    Condition,
    Contient,
    EstVide,
    Fait,
    Non,
    Rangee,
    Reponse,
    Source,
    Toutes,
    Une,
)

PROFONDEUR_MAX = 20
_SOURCES: Mapping[str, Callable[[str], Source]] = {
    "question": Reponse,
    "fait": Fait,
    "ligne": Rangee,
}
_CETTE = "reponse"
_TESTS = (*OPERATEURS, "contient", "vide")


class ConditionMalEcrite(ValueError):
    """A table that is no condition; the message, in French, says what is expected."""


def lire_condition(brut: object, profondeur: int = 0) -> Condition:
    """Return the condition that a table writes. Raises ConditionMalEcrite."""
    if not isinstance(brut, Mapping) or not brut:
        raise ConditionMalEcrite("une condition s’écrit { question = …, egal = … }")
    if profondeur > PROFONDEUR_MAX:
        raise ConditionMalEcrite("trop de conditions les unes dans les autres")
    if len(brut) == 1:
        ((cle, dedans),) = brut.items()
        if cle == "non":
            return Non(lire_condition(dedans, profondeur + 1))
        if cle in ("toutes", "une"):
            if not isinstance(dedans, list) or not dedans:
                raise ConditionMalEcrite(f"« {cle} » attend une liste de conditions")
            membres = tuple(lire_condition(c, profondeur + 1) for c in dedans)
            return Toutes(membres) if cle == "toutes" else Une(membres)
    return _lire_feuille(brut)


def ecrire_condition(condition: Condition) -> dict[str, Any]:
    """Return the table that writes a condition."""
    match condition:
        case Toutes(conditions):
            return {"toutes": [ecrire_condition(c) for c in conditions]}
        case Une(conditions):
            return {"une": [ecrire_condition(c) for c in conditions]}
        case Non(EstVide(source)):
            return _ecrire_source(source) | {"vide": False}
        case Non(niee):
            return {"non": ecrire_condition(niee)}
        case EstVide(source):
            return _ecrire_source(source) | {"vide": True}
        case Contient(source, valeur):
            return _ecrire_source(source) | {"contient": valeur}
        case Comparaison(source, operateur, valeur):
            droite = valeur if isinstance(valeur, str | Decimal) else _ecrire_source(valeur)
            return _ecrire_source(source) | {operateur: droite}


def _lire_feuille(brut: Mapping[str, object]) -> Condition:
    tests = [cle for cle in brut if cle in _TESTS]
    if len(tests) != 1:
        raise ConditionMalEcrite(f"une seule comparaison est attendue, parmi {', '.join(_TESTS)}")
    test = tests[0]
    source = _lire_source({cle: valeur for cle, valeur in brut.items() if cle != test})
    valeur = brut[test]
    if test == "vide":
        if not isinstance(valeur, bool):
            raise ConditionMalEcrite("« vide » vaut true ou false")
        return EstVide(source) if valeur else Non(EstVide(source))
    if test == "contient":
        if not isinstance(valeur, str):
            raise ConditionMalEcrite("« contient » attend un choix")
        return Contient(source, valeur)
    return Comparaison(source, test, _lire_valeur(valeur))


def _lire_source(brut: Mapping[str, object]) -> Source:
    if len(brut) == 1:
        ((cle, nom),) = brut.items()
        if cle == _CETTE and nom is True:
            return CetteReponse()
        if cle in _SOURCES and isinstance(nom, str):
            return _SOURCES[cle](nom)
    raise ConditionMalEcrite("on compare une question, un fait, une ligne, ou « reponse = true »")


def _ecrire_source(source: Source) -> dict[str, Any]:
    match source:
        case Reponse(code):
            return {"question": code}
        case Fait(nom):
            return {"fait": nom}
        case Rangee(repetition):
            return {"ligne": repetition}
        case CetteReponse():
            return {_CETTE: True}


def _lire_valeur(valeur: object) -> str | Decimal | Source:
    if isinstance(valeur, Mapping):
        return _lire_source(valeur)
    if isinstance(valeur, str):
        return valeur
    if isinstance(valeur, int) and not isinstance(valeur, bool):
        return Decimal(valeur)
    if isinstance(valeur, Decimal) and valeur.is_finite():
        return valeur
    raise ConditionMalEcrite("on compare à un texte, à un nombre ou à une autre question")
