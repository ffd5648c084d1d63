"""A condition in French words: « « Bonus parents demandé » est « Oui » ».

Said once, for the editor (« Afficher si … »), the blank document (« À remplir si … ») and the
dictionary of data. What is said is exactly what ``est_vraie`` evaluates: a negation goes down to
the comparisons, « ni … ni … » being « n’est pas … et n’est pas … ».
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from bilans.regles.faits import PLURIELS
from bilans.regles.questionnaire import (
    CHOIX_MULTIPLES,
    NE_SAIT_PAS,
    Groupe,
    Question,
    Questionnaire,
)
from bilans.services.libelles_faits import nom_fait, valeurs_fait
from portal.saisie.regles.conditions import (
    AU_MOINS,
    AU_PLUS,
    DIFFERENT,
    EGAL,
    INFERIEUR,
    SUPERIEUR,
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
from portal.saisie.regles.valeurs import lire
from portal.socle.formats import avec_unite, citer, date_fr

TOUJOURS, JAMAIS = "toujours", "jamais"
NE_SAIT_PAS_EN_MOTS = "Ne sait pas"
CETTE_REPONSE = "ce que vous répondez"
COMPREND = "comprend"
# What is not there: the words when it is empty, then when it is not.
VIDES = ("n’a pas de réponse", "a une réponse")
FAITS_VIDES = ("n’est pas connu", "est connu")

ORDRES: Mapping[str, str] = {
    INFERIEUR: "est inférieur à",
    AU_PLUS: "est inférieur ou égal à",
    SUPERIEUR: "est supérieur à",
    AU_MOINS: "est supérieur ou égal à",
}
NOMBRES: Mapping[str, str] = {EGAL: "est égal à", **ORDRES}
TEXTES: Mapping[str, str] = {EGAL: "est", **ORDRES}
DATES: Mapping[str, str] = {
    EGAL: "est",
    INFERIEUR: "est avant",
    AU_PLUS: "est au plus tard",
    SUPERIEUR: "est après",
    AU_MOINS: "est au plus tôt",
}


def en_mots(questionnaire: Questionnaire, condition: Condition) -> str:
    """A condition of an element of this questionnaire, to be written after « si »."""
    return _phrase(questionnaire, condition, niee=False)


def afficher_si(questionnaire: Questionnaire, condition: Condition) -> str:
    """« Afficher si « Bonus parents demandé » est « Oui » », as editors read it."""
    return f"Afficher si {en_mots(questionnaire, condition)}"


def nom_source(questionnaire: Questionnaire, source: Source) -> str:
    """What a condition looks at: the label of a question, the name of a fact, what a row is."""
    match source:
        case Reponse(code):
            question = _question(questionnaire, code)
            return question.libelle if question and question.libelle else code
        case Fait(nom):
            return nom_fait(nom)
        case Rangee(repetition):
            return _nom_rangee(questionnaire, repetition)
        case CetteReponse():
            return CETTE_REPONSE


def valeurs_possibles(questionnaire: Questionnaire, source: Source) -> Mapping[str, str]:
    """Values that a source is compared with, in order, with their labels; empty when it is free."""
    match source:
        case Reponse(code):
            question = _question(questionnaire, code)
            if question is None:
                return {}
            suite = {NE_SAIT_PAS: NE_SAIT_PAS_EN_MOTS} if question.ne_sait_pas else {}
            return {**dict(question.options), **suite}
        case Fait(nom):
            return valeurs_fait(nom)
        case Rangee(repetition):
            groupe = _groupe(questionnaire, repetition)
            return dict(groupe.repetition.liste) if groupe and groupe.repetition else {}
    return {}


def verbes(questionnaire: Questionnaire, source: Source) -> Mapping[str, str]:
    """The words of each operator for what this source holds: « est avant » for a date."""
    question = _question(questionnaire, source.code) if isinstance(source, Reponse) else None
    mots = TEXTES
    if question is not None and question.est_numerique:
        mots = NOMBRES
    elif question is not None and question.type == "date":
        mots = DATES
    return {**mots, DIFFERENT: _contraire(mots[EGAL])}


def _phrase(questionnaire: Questionnaire, condition: Condition, *, niee: bool) -> str:
    match condition:
        case Non(dedans):
            return _phrase(questionnaire, dedans, niee=not niee)
        case Toutes() | Une():
            return _ensemble(questionnaire, condition, niee=niee)
        case EstVide(source):
            vide, rempli = FAITS_VIDES if isinstance(source, Fait) else VIDES
            return f"{_sujet(questionnaire, source)} {rempli if niee else vide}"
        case Contient(source, valeur):
            verbe = COMPREND if _est_multiple(questionnaire, source) else TEXTES[EGAL]
            verbe = _contraire(verbe) if niee else verbe
            return (
                f"{_sujet(questionnaire, source)} {verbe} {_valeur(questionnaire, source, valeur)}"
            )
        case Comparaison(source, operateur, valeur):
            verbe = _verbe(questionnaire, source, operateur, valeur, niee=niee)
            return (
                f"{_sujet(questionnaire, source)} {verbe} {_valeur(questionnaire, source, valeur)}"
            )


def _ensemble(questionnaire: Questionnaire, condition: Toutes | Une, *, niee: bool) -> str:
    """« a et b », « a ou b »: one within the other stands between parentheses."""
    suffit_d_une = isinstance(condition, Une) != niee
    if not condition.conditions:
        return JAMAIS if suffit_d_une else TOUJOURS
    parties = [_phrase(questionnaire, dedans, niee=niee) for dedans in condition.conditions]
    if len(parties) > 1:
        parties = [
            f"({mots})" if _est_composee(dedans) else mots
            for dedans, mots in zip(condition.conditions, parties, strict=True)
        ]
    return (" ou " if suffit_d_une else " et ").join(parties)


def _est_composee(condition: Condition) -> bool:
    match condition:
        case Non(dedans):
            return _est_composee(dedans)
        case Toutes(conditions) | Une(conditions):
            return len(conditions) > 1 or any(_est_composee(dedans) for dedans in conditions)
    return False


def _verbe(
    questionnaire: Questionnaire,
    source: Source,
    operateur: str,
    valeur: str | Decimal | Source,
    *,
    niee: bool,
) -> str:
    if operateur == DIFFERENT:
        operateur, niee = EGAL, not niee
    mots = verbes(questionnaire, source)[operateur]
    if isinstance(valeur, Decimal):
        mots = NOMBRES[operateur]
    elif operateur == EGAL and not isinstance(valeur, str):
        mots = "est identique à"
    return _contraire(mots) if niee else mots


def _contraire(verbe: str) -> str:
    """« est avant » gives « n’est pas avant », « comprend » « ne comprend pas »."""
    premier, espace, suite = verbe.partition(" ")
    negation = f"n’{premier} pas" if premier[0] in "ae" else f"ne {premier} pas"
    return f"{negation}{espace}{suite}"


def _sujet(questionnaire: Questionnaire, source: Source) -> str:
    nom = nom_source(questionnaire, source)
    return nom if isinstance(source, CetteReponse) else citer(nom)


def _valeur(questionnaire: Questionnaire, source: Source, valeur: str | Decimal | Source) -> str:
    if not isinstance(valeur, str | Decimal):
        sujet = _sujet(questionnaire, valeur)
        return f"la réponse à {sujet}" if isinstance(valeur, Reponse) else sujet
    question = _question(questionnaire, source.code) if isinstance(source, Reponse) else None
    if isinstance(valeur, Decimal):
        return avec_unite(valeur, question.unite if question else "")
    connues = valeurs_possibles(questionnaire, source)
    if valeur in connues:
        return citer(connues[valeur])
    if question is not None and question.est_numerique and lire(valeur) is not None:
        return avec_unite(valeur, question.unite)
    if question is not None and question.type == "date":
        return _jour(valeur)
    return citer(valeur)


def _jour(valeur: str) -> str:
    try:
        return f"le {date_fr(date.fromisoformat(valeur))}"
    except ValueError:
        return citer(valeur)


def _est_multiple(questionnaire: Questionnaire, source: Source) -> bool:
    match source:
        case Reponse(code):
            question = _question(questionnaire, code)
            return question is not None and question.type == CHOIX_MULTIPLES
        case Fait(nom):
            return nom in PLURIELS
    return False


def _question(questionnaire: Questionnaire, code: str) -> Question | None:
    place = questionnaire.par_code.get(code)
    return place.element if place and isinstance(place.element, Question) else None


def _groupe(questionnaire: Questionnaire, code: str) -> Groupe | None:
    place = questionnaire.par_code.get(code)
    return place.element if place and isinstance(place.element, Groupe) else None


def _nom_rangee(questionnaire: Questionnaire, repetition: str) -> str:
    """What a row of a repetition is called: « thème »."""
    groupe = _groupe(questionnaire, repetition)
    if groupe is None:
        return repetition
    singulier = groupe.repetition.singulier if groupe.repetition else ""
    return singulier or groupe.titre or repetition
