"""Where an element may be put: groups, indented as they stand within one another."""

from bilans.edition.regles.arbre import codes_de, libelle_de
from bilans.regles.questionnaire import Groupe, Place, Questionnaire

Options = tuple[tuple[str, str], ...]
DECALAGE = "\u2003"
TOUT_EN_HAUT = "Au premier niveau du questionnaire"


def destinations(questionnaire: Questionnaire, place: Place) -> Options:
    """Groups that may hold an element: not itself, nor what stands in it."""
    siens = codes_de(place.element)
    groupes = tuple(
        (p.element.code, DECALAGE * (len(p.rang) - 1) + libelle_de(p.element))
        for p in questionnaire.places
        if isinstance(p.element, Groupe) and p.element.code not in siens
    )
    return (("", TOUT_EN_HAUT), *groupes) if isinstance(place.element, Groupe) else groupes


def freres(questionnaire: Questionnaire, place: Place) -> Options:
    """Elements after which it may be put, each with the group it stands in."""
    siens = codes_de(place.element)
    return tuple(
        (
            p.element.code,
            f"{libelle_de(p.dans[-1])} : {libelle_de(p.element)}"
            if p.dans
            else libelle_de(p.element),
        )
        for p in questionnaire.places
        if p.element.code not in siens
    )


def nombres_possibles(questionnaire: Questionnaire, place: Place) -> Options:
    """Whole numbers asked before a repetition, where it can read them."""
    return tuple(
        (p.element.code, libelle_de(p.element))
        for p in questionnaire.places
        if p.rang < place.rang
        and getattr(p.element, "type", "") == "entier"
        and p.repetitions == place.repetitions[: len(p.repetitions)]
    )
