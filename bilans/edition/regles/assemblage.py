"""Conditions as lists: what an editor builds by choosing, nested once, never typed.

An assemblage is a list of blocs, all of which must hold, or one of which must; within a bloc it is
the other way round. « (a or b) and c » is two blocs, all of them: (a, b) and (c). Negations go down
to the rules, where people say « n’est pas ».
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice, product

from bilans.regles.faits import FAITS
from bilans.regles.questionnaire import (
    LISTE,
    THEMES,
    Groupe,
    Place,
    Question,
    Questionnaire,
)
from bilans.regles.verification.conditions import (
    CODES,
    DATES,
    NOMBRES,
    PLUSIEURS,
    Lieu,
    nature_de,
)
from portal.saisie.regles.conditions import (
    AU_MOINS,
    AU_PLUS,
    DIFFERENT,
    EGAL,
    INFERIEUR,
    OPERATEURS,
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

CONTIENT, VIDE = "contient", "vide"
# Before the verb of a rule that is denied.
SANS = "non_"
# Cases that one may still read.
CAS_MAX = 12
ORDRES = (INFERIEUR, AU_PLUS, SUPERIEUR, AU_MOINS)
CONTRAINTE = "contrainte"


@dataclass(frozen=True)
class Regle:
    """A leaf: a source, a verb (an operator, « contient », « vide », or its contrary), a value."""

    source: Source
    verbe: str
    valeur: str | Decimal | Source = ""


Bloc = tuple[Regle, ...]


@dataclass(frozen=True)
class Assemblage:
    """``toutes`` when every bloc must hold, and one rule of each; else the other way round."""

    toutes: bool = True
    blocs: tuple[Bloc, ...] = ()


def decomposer(condition: Condition | None) -> Assemblage | None:
    """Return the lists that say a condition.

    One nested more than once is said case by case, « a and (b or (c and d)) » as « a and b, or a
    and c and d »; None when there would be too many cases to read.
    """
    if condition is None:
        return Assemblage()
    arbre = _aplatie(_sans_negation(condition, niee=False))
    if not isinstance(arbre, Toutes | Une):
        return Assemblage(True, ((_regle(arbre),),))
    membres = [m.conditions if isinstance(m, Toutes | Une) else (m,) for m in arbre.conditions]
    if any(isinstance(c, Toutes | Une) for dedans in membres for c in dedans):
        cas = _cas(arbre)
        return Assemblage(toutes=False, blocs=cas) if len(cas) <= CAS_MAX else None
    blocs = tuple(tuple(_regle(c) for c in dedans) for dedans in membres)
    return Assemblage(isinstance(arbre, Toutes), blocs)


def recomposer(assemblage: Assemblage) -> Condition | None:
    """Return the condition that lists say, None for none."""
    dehors, dedans = (Toutes, Une) if assemblage.toutes else (Une, Toutes)
    membres = []
    for bloc in assemblage.blocs:
        conditions = tuple(_feuille(regle) for regle in bloc)
        if conditions:
            membres.append(conditions[0] if len(conditions) == 1 else dedans(conditions))
    if not membres:
        return None
    return membres[0] if len(membres) == 1 else dehors(tuple(membres))


def sources_de(questionnaire: Questionnaire, place: Place, propriete: str) -> tuple[Source, ...]:
    """What an element may look at, where it stands: in reading order, its own answer first."""
    return tuple(_sources(questionnaire, place, propriete))


def verbes_de(lieu: Lieu, source: Source) -> tuple[str, ...]:
    """The verbs that go with what a source holds, the most usual first."""
    nature = nature_de(lieu, source)
    fin = (f"{SANS}{VIDE}", VIDE)
    if nature.genre == PLUSIEURS:
        return (CONTIENT, f"{SANS}{CONTIENT}", *fin)
    if nature.genre in {NOMBRES, DATES}:
        return (EGAL, DIFFERENT, *ORDRES, *fin)
    ordres = ORDRES if nature.genre == CODES and _numerotes(nature.permis) else ()
    return (EGAL, DIFFERENT, *ordres, *fin) if nature.genre else fin


def comparables(
    questionnaire: Questionnaire, place: Place, propriete: str, source: Source
) -> tuple[Source, ...]:
    """Other sources whose value may stand on the right of a comparison with this one."""
    lieu = Lieu(questionnaire, place)
    genre = nature_de(lieu, source).genre
    if genre not in {NOMBRES, DATES}:
        return ()
    autres = (s for s in sources_de(questionnaire, place, propriete) if s != source)
    return tuple(s for s in autres if nature_de(lieu, s).genre == genre)


def _sources(questionnaire: Questionnaire, place: Place, propriete: str) -> Iterator[Source]:
    if propriete == CONTRAINTE:
        yield CetteReponse()
    for autre in questionnaire.places:
        question = autre.element
        if not isinstance(question, Question) or not question.demande:
            continue
        dedans = autre.rang[: len(place.rang)] == place.rang
        if dedans or autre.repetitions != place.repetitions[: len(autre.repetitions)]:
            continue
        for case in question.cases:
            yield Reponse(case.code)
    for nom in FAITS:
        yield Fait(nom)
    for code in place.repetitions:
        groupe = questionnaire.par_code[code].element
        repetition = groupe.repetition if isinstance(groupe, Groupe) else None
        # The keys of the other rows are not known when a questionnaire is written.
        if repetition is not None and repetition.origine in (LISTE, THEMES):
            yield Rangee(code)


def _sans_negation(condition: Condition, *, niee: bool) -> Condition:
    """The same, « not » only before leaves."""
    match condition:
        case Non(dedans):
            return _sans_negation(dedans, niee=not niee)
        case Toutes(conditions) | Une(conditions):
            membres = tuple(_sans_negation(c, niee=niee) for c in conditions)
            return Toutes(membres) if isinstance(condition, Toutes) != niee else Une(membres)
        case Comparaison(source, operateur, valeur) if niee and operateur in (EGAL, DIFFERENT):
            # « Different » is exactly the contrary of « egal ».
            return Comparaison(source, DIFFERENT if operateur == EGAL else EGAL, valeur)
    return Non(condition) if niee else condition


def _aplatie(condition: Condition) -> Condition:
    """The same, « and » within « and » being one; one member alone being itself."""
    match condition:
        case Toutes(conditions) | Une(conditions):
            genre = type(condition)
            membres: list[Condition] = []
            for membre in map(_aplatie, conditions):
                membres += membre.conditions if isinstance(membre, genre) else [membre]
            return membres[0] if len(membres) == 1 else genre(tuple(membres))
    return condition


def _cas(condition: Condition) -> tuple[Bloc, ...]:
    """The ways for a condition to hold, each a list of rules; those beyond CAS_MAX are cut."""
    match condition:
        case Une(conditions):
            cas = (c for membre in conditions for c in _cas(membre))
        case Toutes(conditions):
            par_membre = [_cas(membre) for membre in conditions]
            cas = (tuple(dict.fromkeys(chain(*choisis))) for choisis in product(*par_membre))
        case _:
            return ((_regle(condition),),)
    return tuple(islice(cas, CAS_MAX + 1))


def _regle(feuille: Condition) -> Regle:
    debut, dedans = (SANS, feuille.condition) if isinstance(feuille, Non) else ("", feuille)
    match dedans:
        case EstVide(source):
            return Regle(source, f"{debut}{VIDE}")
        case Contient(source, valeur):
            return Regle(source, f"{debut}{CONTIENT}", valeur)
        case Comparaison(source, operateur, droite):
            return Regle(source, f"{debut}{operateur}", droite)
    raise ValueError(f"{feuille} n’est pas une feuille")


def _feuille(regle: Regle) -> Condition:
    niee = regle.verbe.startswith(SANS)
    verbe = regle.verbe.removeprefix(SANS)
    feuille: Condition
    if verbe == VIDE:
        feuille = EstVide(regle.source)
    elif verbe == CONTIENT and isinstance(regle.valeur, str):
        feuille = Contient(regle.source, regle.valeur)
    elif verbe in OPERATEURS:
        feuille = Comparaison(regle.source, verbe, regle.valeur)
    else:
        raise ValueError(f"{regle.verbe} n’est pas un verbe")
    return Non(feuille) if niee else feuille


def _numerotes(permis: object) -> bool:
    """Scores, and choices coded by numbers, have an order."""
    return isinstance(permis, list | tuple) and any(lire(str(code)) is not None for code in permis)
