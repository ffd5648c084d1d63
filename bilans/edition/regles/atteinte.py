"""Elements that nobody will ever be shown: whatever is answered, what they ask cannot hold.

Every value that could make a difference is tried: choices, the constants that conditions cite and
their neighbours, silence. A hidden question reads as empty, as when bilans are filled. Where there
are too many ways to answer, or one answer is compared with another, an element is taken as
reachable: what is said impossible is so.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from itertools import combinations, product
from math import prod

from bilans.regles.faits import FAITS, PLURIELS
from bilans.regles.ordre import cercles
from bilans.regles.questionnaire import (
    CHOIX_MULTIPLES,
    LISTE,
    NE_SAIT_PAS,
    Groupe,
    Place,
    Question,
    Questionnaire,
)
from portal.saisie.regles.conditions import (
    CetteReponse,
    Comparaison,
    Condition,
    Contient,
    Fait,
    Rangee,
    Reponse,
    Source,
    est_vraie,
    feuilles,
    sources,
)
from portal.saisie.regles.valeurs import Valeur, lire

ESSAIS_MAX = 20_000
# Choices cited together, of a question or of a fact that takes several: all their subsets.
CITES_MAX = 8
AUTRE = "autre"

Constantes = frozenset[str | Decimal]


def inatteignables(questionnaire: Questionnaire) -> tuple[Place, ...]:
    """Elements that are never shown, in reading order; not those in one that is never shown."""
    if any(cercles(questionnaire)):
        return ()
    perdus: list[Place] = []
    for place in questionnaire.places:
        dans_un_perdu = any(place.rang[: len(p.rang)] == p.rang for p in perdus)
        if not dans_un_perdu and not _peut_se_montrer(questionnaire, place):
            perdus.append(place)
    return tuple(perdus)


def _peut_se_montrer(questionnaire: Questionnaire, place: Place) -> bool:
    autour = [c for c in _conditions(place) if c is not None]
    constantes = _constantes(_regardees(questionnaire, autour)) if autour else None
    if constantes is None:
        return True
    valeurs = {s: _essais(questionnaire, s, c) for s, c in constantes.items()}
    if prod(len(essais) for essais in valeurs.values()) > ESSAIS_MAX:
        return True
    for essai in product(*valeurs.values()):
        lecture = _lecture(questionnaire, dict(zip(valeurs, essai, strict=True)))
        if all(est_vraie(condition, lecture) for condition in autour):
            return True
    return False


def _conditions(place: Place) -> Iterator[Condition | None]:
    for groupe in place.dans:
        yield groupe.condition
    yield place.element.condition


def _regardees(questionnaire: Questionnaire, conditions: Sequence[Condition]) -> list[Condition]:
    """These conditions, and those of the questions that they look at, step by step."""
    toutes, vues = list(conditions), set[str]()
    for condition in toutes:  # Grows as it is read.
        for source in sources(condition):
            if isinstance(source, Reponse) and source.code not in vues:
                vues.add(source.code)
                cible = questionnaire.par_code.get(source.code)
                if cible is not None:
                    toutes += [c for c in _conditions(cible) if c is not None]
    return toutes


def _lecture(
    questionnaire: Questionnaire, essai: Mapping[Source, Valeur]
) -> Callable[[Source], Valeur]:
    """What each source holds in one try; "" for the answer to a question that it hides."""

    def lecture(source: Source) -> Valeur:
        if isinstance(source, Reponse):
            cible = questionnaire.par_code.get(source.code)
            if cible is not None and not all(
                est_vraie(c, lecture) for c in _conditions(cible) if c is not None
            ):
                return ""
        return essai.get(source, "")

    return lecture


def _constantes(conditions: Sequence[Condition]) -> dict[Source, Constantes] | None:
    """What each source is compared with; None when it is with another source, or with too much."""
    vues: dict[Source, set[str | Decimal]] = {}
    for condition in conditions:
        for feuille in feuilles(condition):
            siennes = vues.setdefault(feuille.source, set())
            match feuille:
                case Comparaison(_, _, valeur) if isinstance(valeur, str | Decimal):
                    siennes.add(valeur)
                case Comparaison():
                    return None
                case Contient(_, choix):
                    siennes.add(choix)
                case _:
                    pass
    if any(len(siennes) > CITES_MAX for siennes in vues.values()):
        return None
    return {source: frozenset(siennes) for source, siennes in vues.items()}


def _essais(questionnaire: Questionnaire, source: Source, constantes: Constantes) -> list[Valeur]:
    match source:
        case Fait(nom):
            permis = FAITS.get(nom, ())
            return _ensembles(permis, constantes) if nom in PLURIELS else ["", *permis]
        case Rangee(repetition):
            return [*_cles(questionnaire, repetition), *map(str, constantes), AUTRE]
        case CetteReponse():
            return ["", AUTRE]
        case Reponse(code):
            cible = questionnaire.par_code.get(code)
            if cible is None or not isinstance(cible.element, Question):
                return [""]
            return _reponses(cible.element, constantes)


def _reponses(question: Question, constantes: Constantes) -> list[Valeur]:
    dehors: list[Valeur] = ["", NE_SAIT_PAS] if question.ne_sait_pas else [""]
    if question.type == CHOIX_MULTIPLES:
        return [*dehors, *_ensembles([code for code, _ in question.choix], constantes)]
    if question.options:
        return [*dehors, *(code for code, _ in question.options)]
    if question.est_numerique:
        return [*dehors, *_nombres(question, constantes)]
    if question.type == "date":
        return [*dehors, *_jours(constantes)]
    return [*dehors, *(str(c) for c in constantes), AUTRE]


def _ensembles(permis: Sequence[str], constantes: Constantes) -> list[Valeur]:
    """Every set of the choices cited, alone and with one that is not."""
    cites = [code for code in permis if code in constantes]
    autres = [code for code in permis if code not in constantes][:1]
    sous = [list(c) for taille in range(len(cites) + 1) for c in combinations(cites, taille)]
    return [*sous, *([*c, *autres] for c in sous if autres)]


def _nombres(question: Question, constantes: Constantes) -> list[Valeur]:
    """The numbers that may be typed around each constant and each bound."""
    pas = Decimal(1).scaleb(-question.decimales)
    cites = {nombre for c in constantes if (nombre := _nombre(c)) is not None}
    bas, haut = question.minimum, question.maximum
    bornes = {b for b in (bas, haut) if b is not None}
    tous = {
        (n / pas).to_integral_value(ROUND_FLOOR) * pas + rang * pas
        for n in cites | bornes | {Decimal(0)}
        for rang in (-1, 0, 1, 2)
    }
    return [
        format(n, "f")
        for n in sorted(tous)
        if (bas is None or n >= bas) and (haut is None or n <= haut)
    ]


def _nombre(constante: str | Decimal) -> Decimal | None:
    return constante if isinstance(constante, Decimal) else lire(constante)


def _jours(constantes: Constantes) -> list[Valeur]:
    jours = {date(2026, 1, 1)}
    for constante in constantes:
        with suppress(ValueError, OverflowError):
            jour = date.fromisoformat(str(constante))
            jours |= {jour + timedelta(days=ecart) for ecart in (-1, 0, 1)}
    return [jour.isoformat() for jour in sorted(jours)]


def _cles(questionnaire: Questionnaire, repetition: str) -> list[str]:
    place = questionnaire.par_code.get(repetition)
    groupe = place.element if place else None
    if isinstance(groupe, Groupe) and groupe.repetition and groupe.repetition.origine == LISTE:
        return [cle for cle, _ in groupe.repetition.liste]
    return []
