"""Relevance of LimeSurvey: « Q1.NAOK == "Y" and !is_empty(Q2) », in the words of our conditions."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bilans.imports.xlsform.expressions import LectureExpression
from bilans.imports.xlsform.mots import (
    LONGUEUR_MAX,
    NOM,
    NOMBRE,
    REFERENCE,
    SIGNE,
    TEXTE,
    ExpressionRefusee,
    Mot,
)
from bilans.regles.questionnaire import CHOIX_MULTIPLES, Question
from portal.saisie.regles.champs import NON, OUI
from portal.saisie.regles.conditions import (
    EGAL,
    Comparaison,
    Condition,
    Contient,
    EstVide,
    Non,
    Reponse,
    Toutes,
    Une,
)

_MOTS = re.compile(
    r"""
      (?P<texte>'[^']*'|"[^"]*")
    | (?P<nombre>-?\d+(?:\.\d+)?(?![\w.]))
    | (?P<signe>==|!=|<=|>=|&&|\|\||[<>(),!])
    | (?P<nom>[A-Za-z_]\w*(?:\.NAOK)?(?![\w.]))
    """,
    re.VERBOSE | re.ASCII,
)
_COMPARAISONS = {"==": "=", "eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_LIENS = {"&&": "and", "||": "or", "!": "not", "and": "and", "or": "or", "not": "not"}
_OUI_NON = {"Y": OUI, "N": NON}


@dataclass(frozen=True)
class Choisi:
    """What « Q3_SQ001 » is: the box of one choice of a question with several."""

    question: str
    choix: str


def lire_relevance(expression: str) -> Condition | None:
    """Return the condition of a relevance, None for « 1 », always. Raises ExpressionRefusee."""
    if expression.strip() in ("", "1"):
        return None
    return _Lecture(list(_mots(expression))).tout()


def traduire(
    condition: Condition, questions: Mapping[str, Question], cases: Mapping[str, Choisi]
) -> Condition:
    """The same condition in our terms: « Y » is « oui », a box ticked is a choice made."""
    match condition:
        case Toutes(conditions) | Une(conditions):
            membres = tuple(traduire(c, questions, cases) for c in conditions)
            return replace(condition, conditions=membres)
        case Non(niee):
            return Non(traduire(niee, questions, cases))
        case EstVide(Reponse(code)) if code in cases:
            return Non(_coche(cases[code]))
        case Comparaison(Reponse(code), "egal" | "different" as operateur, str() as valeur):
            if code in cases and valeur == "Y":
                coche = _coche(cases[code])
                return coche if operateur == EGAL else Non(coche)
            question = questions.get(code)
            if question and question.type == "oui_non":
                return replace(condition, valeur=_OUI_NON.get(valeur, valeur))
    return condition


def cases_de(question: Question) -> dict[str, Choisi]:
    """The boxes of a question with several choices, by the names that expressions give them."""
    if question.type != CHOIX_MULTIPLES:
        return {}
    return {f"{question.code}_{c}": Choisi(question.code, c) for c, _ in question.choix}


def _coche(case: Choisi) -> Condition:
    return Contient(Reponse(case.question), case.choix)


class _Lecture(LectureExpression):
    """« not » needs no parentheses here, and « is_empty » is the only function."""

    def _terme(self) -> Condition:
        if self._passer(NOM, "not"):
            return Non(self._plus_profond(self._terme))
        return super()._terme()

    def _fonction(self, nom: str) -> Condition:
        if nom != "is_empty":
            raise ExpressionRefusee(f"« {nom} » n’est pas pris en charge.")
        self._exiger("(")
        source = self._operande()
        self._exiger(")")
        if not isinstance(source, Reponse):
            raise ExpressionRefusee("« is_empty » attend une question.")
        return EstVide(source)


def _mots(expression: str) -> Iterator[Mot]:
    if len(expression) > LONGUEUR_MAX:
        raise ExpressionRefusee("Cette expression est trop longue.")
    reste = expression.strip()
    while reste:
        trouve = _MOTS.match(reste)
        if trouve is None:
            raise ExpressionRefusee(f"L’écriture « {reste[:12]} » n’est pas reconnue.")
        texte, genre = trouve.group(), trouve.lastgroup or ""
        reste = reste[trouve.end() :].lstrip()
        if genre == TEXTE:
            yield Mot(TEXTE, texte[1:-1])
        elif genre == NOMBRE:
            yield Mot(NOMBRE, texte)
        elif texte in _LIENS:
            yield Mot(NOM, _LIENS[texte])
        elif texte in _COMPARAISONS or genre == SIGNE:
            yield Mot(SIGNE, _COMPARAISONS.get(texte, texte))
        elif reste.startswith("("):
            yield Mot(NOM, texte)
        else:
            yield Mot(REFERENCE, texte.removesuffix(".NAOK"))
