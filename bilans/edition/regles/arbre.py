"""A definition with something put in, taken out or changed: the only place that rebuilds it."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from bilans.edition.regles.refus import OperationImpossible, Raison
from bilans.regles.questionnaire import Element, Groupe, Place, Question, Questionnaire, Rang

Elements = tuple[Element, ...]
# Groups within one another that a file may write (``bilans.definitions.lecture``).
PROFONDEUR_MAX = 8


def place_de(questionnaire: Questionnaire, code: str) -> Place:
    """Where the element of this code stands, cells of tables apart. Raises INTROUVABLE."""
    for place in questionnaire.places:
        if place.element.code == code:
            return place
    raise OperationImpossible(Raison.INTROUVABLE, code)


def rang_du_groupe(questionnaire: Questionnaire, code: str) -> Rang:
    """The rank of a group, () for "": the questionnaire itself. Raises INTROUVABLE."""
    if not code:
        return ()
    place = place_de(questionnaire, code)
    if not isinstance(place.element, Groupe):
        raise OperationImpossible(Raison.INTROUVABLE, code)
    return place.rang


def contenu(questionnaire: Questionnaire, groupe: Rang) -> Elements:
    """What stands directly in a group, the sections for ()."""
    if not groupe:
        return questionnaire.sections
    element = questionnaire.par_rang[groupe].element
    return element.elements if isinstance(element, Groupe) else ()


def changer(
    questionnaire: Questionnaire, groupe: Rang, change: Callable[[Elements], Elements]
) -> Questionnaire:
    """The same with another content in one group, () for the sections.

    Raises SECTION_ATTENDUE when a question would stand in no section, DERNIERE_SECTION when
    nothing would be left, TROP_PROFOND when groups would stand too deep.
    """
    sections = _changer(questionnaire.sections, groupe, change)
    if not sections:
        raise OperationImpossible(Raison.DERNIERE_SECTION)
    groupes = tuple(section for section in sections if isinstance(section, Groupe))
    if len(groupes) != len(sections):
        raise OperationImpossible(Raison.SECTION_ATTENDUE)
    nouveau = replace(questionnaire, sections=groupes)
    for place in nouveau.places:
        if isinstance(place.element, Groupe) and len(place.rang) > PROFONDEUR_MAX:
            raise OperationImpossible(Raison.TROP_PROFOND, place.element.code)
    return nouveau


def remplacer(questionnaire: Questionnaire, rang: Rang, *elements: Element) -> Questionnaire:
    """The same with one element changed, for one, several or none."""
    numero = rang[-1]
    return changer(
        questionnaire, rang[:-1], lambda ici: (*ici[:numero], *elements, *ici[numero + 1 :])
    )


def inserer(
    questionnaire: Questionnaire, groupe: Rang, numero: int, element: Element
) -> Questionnaire:
    """The same with an element more, the ``numero``-th of its group."""
    return changer(questionnaire, groupe, lambda ici: (*ici[:numero], element, *ici[numero:]))


def dedans(element: Element) -> Iterator[Element]:
    """An element, then all that stands in it."""
    yield element
    if isinstance(element, Groupe):
        for enfant in element.elements:
            yield from dedans(enfant)


def codes_de(element: Element) -> frozenset[str]:
    """The codes of an element and of all that stands in it."""
    return frozenset(e.code for e in dedans(element))


def libelle_de(element: Element) -> str:
    """What an element is called; its code when it has no other name."""
    nom = element.libelle if isinstance(element, Question) else element.titre
    return nom or element.code


def _changer(elements: Elements, groupe: Rang, change: Callable[[Elements], Elements]) -> Elements:
    if not groupe:
        return change(elements)
    numero, suite = groupe[0], groupe[1:]
    element = elements[numero]
    if not isinstance(element, Groupe):
        raise OperationImpossible(Raison.INTROUVABLE, element.code)
    change_dedans = replace(element, elements=_changer(element.elements, suite, change))
    return (*elements[:numero], change_dedans, *elements[numero + 1 :])
