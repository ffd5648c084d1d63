"""Witnesses: answers and facts for which an element is shown, or for which it is not.

They are searched among the values that the conditions themselves name, and what lies beside.
"""

from collections.abc import Iterator, Sequence
from itertools import product

from bilans.regles.etat import Faits
from bilans.regles.faits import FAITS, PLURIELS
from bilans.regles.questionnaire import (
    AJOUT,
    CONNUES,
    LISTE,
    Groupe,
    Place,
    Question,
    Questionnaire,
)
from portal.saisie.regles.conditions import (
    Comparaison,
    Condition,
    Contient,
    Fait,
    Rangee,
    Reponse,
    Source,
    Toutes,
    est_vraie,
    feuilles,
    sources,
)
from portal.saisie.regles.structure import Ligne
from portal.saisie.regles.valeurs import Valeur

Temoin = tuple[str, dict[str, Valeur], Faits]


def temoin(questionnaire: Questionnaire, place: Place, *, montre: bool = True) -> Temoin | None:
    """A path of an element, answers and facts for which its own condition holds (or does not).

    All that it depends on is shown in both cases. None when no values do.
    """
    propre = place.element.condition
    autour = [*_conditions(questionnaire, place, frozenset())]
    if propre is not None:
        autour.remove(propre)
    toutes = Toutes(tuple(autour))
    regardees = sorted({*sources(toutes), *(sources(propre) if propre else ())}, key=repr)
    candidates = [
        _candidates(questionnaire, s, [toutes, *([propre] if propre else [])]) for s in regardees
    ]
    for valeurs in product(*candidates):
        tenu = dict(zip(regardees, valeurs, strict=True))
        lecture = tenu.__getitem__
        if est_vraie(toutes, lecture) and (propre is None or est_vraie(propre, lecture) == montre):
            return _ecrire(questionnaire, place, tenu)
    return None


def _conditions(
    questionnaire: Questionnaire, place: Place, vues: frozenset[str]
) -> Iterator[Condition]:
    """Its own condition, those of its groups, and those of the questions that they look at."""
    siennes = [e.condition for e in (place.element, *place.dans) if e.condition is not None]
    yield from siennes
    for condition in siennes:
        for source in sources(condition):
            if isinstance(source, Reponse) and source.code not in vues:
                cible = questionnaire.par_code[source.code]
                yield from _conditions(questionnaire, cible, vues | {source.code})


def _candidates(
    questionnaire: Questionnaire, source: Source, conditions: Sequence[Condition]
) -> list[Valeur]:
    """Values that a source may hold, among which the conditions tell the difference."""
    match source:
        case Fait(nom):
            seules: list[Valeur] = [v if nom not in PLURIELS else [v] for v in FAITS[nom]]
            return ["", *seules]
        case Rangee(code):
            return [ligne.cle for ligne in _lignes(questionnaire, code)]
        case Reponse(code):
            question = questionnaire.par_code[code].element
            assert isinstance(question, Question)
            if question.est_numerique:
                nombres = {f.valeur for c in conditions for f in feuilles(c) if _juge(f, source)}
                return ["", *(str(int(n) + ecart) for n in nombres for ecart in (-1, 0, 1))]
            options: list[Valeur] = [code for code, _ in question.options]
            return ["", *options]
    raise AssertionError(source)


def _juge(feuille: Condition, source: Source) -> bool:
    return isinstance(feuille, Comparaison | Contient) and feuille.source == source


def _lignes(questionnaire: Questionnaire, code: str) -> Sequence[Ligne]:
    """Rows that a repetition may have."""
    groupe = questionnaire.par_code[code].element
    assert isinstance(groupe, Groupe)
    assert groupe.repetition is not None
    if groupe.repetition.origine == LISTE:
        return [Ligne(cle, libelle) for cle, libelle in groupe.repetition.liste]
    return [Ligne("l1", "Première ligne")]


def _ecrire(questionnaire: Questionnaire, place: Place, tenu: dict[Source, Valeur]) -> Temoin:
    """Put the values where the evaluator finds them."""
    cles: dict[str, str] = {}
    lignes: dict[str, Sequence[Ligne]] = {}
    prefixes = {(): ""}
    for rang, code in enumerate(place.repetitions):
        groupe = questionnaire.par_code[code].element
        possibles = _lignes(questionnaire, code)
        cle = tenu.get(Rangee(code), possibles[0].cle)
        assert isinstance(cle, str)
        assert isinstance(groupe, Groupe)
        assert groupe.repetition
        avant = prefixes[place.repetitions[:rang]]
        if groupe.repetition.origine in CONNUES:
            lignes[groupe.repetition.origine] = possibles
        if groupe.repetition.origine == AJOUT:
            lignes[avant + code] = possibles
        cles[code] = cle
        prefixes[place.repetitions[: rang + 1]] = f"{avant}{code}.{cle}."
    reponses = {
        prefixes[questionnaire.par_code[s.code].repetitions] + s.code: valeur
        for s, valeur in tenu.items()
        if isinstance(s, Reponse)
    }
    faits = Faits({s.nom: v for s, v in tenu.items() if isinstance(s, Fait)}, lignes)
    chemin = prefixes[place.repetitions] + place.element.code
    if isinstance(place.element, Groupe) and place.element.repetition:
        chemin = prefixes[place.repetitions].removesuffix(".")
    return chemin, reponses, faits
