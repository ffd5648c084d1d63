"""A transition table that contradicts itself is refused as soon as it is declared."""

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum

from portal.dossiers.regles.transitions import Transition


def verifier(
    transitions: Sequence[Transition],
    etats: type[StrEnum],
    actions: type[StrEnum],
    acteurs: type[StrEnum],
) -> None:
    """Raise ValueError, naming the row, unless every row can be asked and each action has one."""
    if manquent := set(actions) - {t.action for t in transitions}:
        raise ValueError(f"Actions sans ligne dans la table : {_liste(manquent)}")
    _exiger_uniques("Action", (t.action for t in transitions))
    _exiger_uniques("Verbe", (t.verbe for t in transitions if t.verbe))
    _exiger_uniques("Vue", (t.vue for t in transitions if t.vue))
    _exiger_uniques("Action attendue dans un état", _etats_d_attente(transitions))
    for transition in transitions:
        if inconnus := {*transition.departs, *transition.arrivees} - set(etats):
            raise ValueError(f"{transition.action} : états inconnus : {_liste(inconnus)}")
        if etrangers := transition.acteurs - set(acteurs):
            raise ValueError(f"{transition.action} : acteurs inconnus : {_liste(etrangers)}")
        if not transition.departs or not transition.acteurs:
            raise ValueError(f"{transition.action} : jamais possible, ou à personne")


def _etats_d_attente(transitions: Iterable[Transition]) -> Iterable[str]:
    return (depart for t in transitions if t.attendue for depart in t.departs)


def _exiger_uniques(quoi: str, valeurs: Iterable[str]) -> None:
    doubles = {valeur for valeur, combien in Counter(valeurs).items() if combien > 1}
    if doubles:
        raise ValueError(f"{quoi} en double : {_liste(doubles)}")


def _liste(valeurs: Iterable[str]) -> str:
    return ", ".join(sorted(valeurs))
