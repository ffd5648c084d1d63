"""In which order the elements of a questionnaire can be evaluated, and what forbids any.

An element depends on the group it stands in, on the questions its condition looks at, and, when it
is repeated as many times as a question says, on that question. Constraints judge an answer once
everything is known: they order nothing.
"""

from collections.abc import Iterator, Mapping

from bilans.regles.questionnaire import NOMBRE, Groupe, Place, Questionnaire, Rang
from portal.saisie.regles.conditions import Reponse, sources

Graphe = Mapping[Rang, tuple[Rang, ...]]


def composantes(questionnaire: Questionnaire) -> Iterator[tuple[Place, ...]]:
    """Elements in an order where each comes after those it depends on.

    Those that depend on each other in a circle come together; any other comes alone.
    """
    par_rang = {place.rang: place for place in questionnaire.places}
    graphe = {p.rang: tuple(_dependances(questionnaire, p)) for p in questionnaire.places}
    for rangs in _fortement_liees(graphe):
        yield tuple(par_rang[rang] for rang in sorted(rangs))


def cercles(questionnaire: Questionnaire) -> Iterator[tuple[Place, ...]]:
    """The groups of elements that depend on each other, or on themselves, each in reading order."""
    for ensemble in composantes(questionnaire):
        seule = ensemble[0]
        if len(ensemble) > 1 or seule.rang in _dependances(questionnaire, seule):
            yield ensemble


def codes_vus(place: Place) -> Iterator[str]:
    """Codes of the questions that the condition of an element looks at."""
    if place.element.condition is not None:
        for source in sources(place.element.condition):
            if isinstance(source, Reponse):
                yield source.code


def code_du_nombre(place: Place) -> str | None:
    """Code of the question that says how many rows there are, if one does."""
    repetition = place.element.repetition if isinstance(place.element, Groupe) else None
    if repetition and repetition.origine == NOMBRE and isinstance(repetition.nombre, str):
        return repetition.nombre
    return None


def _dependances(questionnaire: Questionnaire, place: Place) -> Iterator[Rang]:
    if place.dans:
        yield place.rang[:-1]
    for code in (*codes_vus(place), code_du_nombre(place)):
        if code in questionnaire.par_code:
            yield questionnaire.par_code[code].rang


def _fortement_liees(graphe: Graphe) -> Iterator[list[Rang]]:
    """Tarjan's strongly connected components, dependencies first, without recursion.

    A file of strangers may chain thousands of conditions.
    """
    numeros: dict[Rang, int] = {}
    plus_bas: dict[Rang, int] = {}
    en_attente: list[Rang] = []
    attendus: set[Rang] = set()
    for depart in graphe:
        pile = [] if depart in numeros else [(depart, iter(graphe[depart]))]
        while pile:
            rang, suivants = pile[-1]
            if rang not in numeros:
                numeros[rang] = plus_bas[rang] = len(numeros)
                en_attente.append(rang)
                attendus.add(rang)
            suivant = next((s for s in suivants if s not in numeros or s in attendus), None)
            if suivant is not None and suivant not in numeros:
                pile.append((suivant, iter(graphe[suivant])))
            elif suivant is not None:
                plus_bas[rang] = min(plus_bas[rang], numeros[suivant])
            else:
                pile.pop()
                if pile:
                    dessous = pile[-1][0]
                    plus_bas[dessous] = min(plus_bas[dessous], plus_bas[rang])
                if plus_bas[rang] == numeros[rang]:
                    coupe = en_attente.index(rang)
                    ensemble = en_attente[coupe:]
                    del en_attente[coupe:]
                    attendus.difference_update(ensemble)
                    yield ensemble
