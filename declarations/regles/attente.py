"""Whose turn it is: what is expected of one person on one file, and of whom when not of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from declarations.regles import etats
from declarations.regles.etats import ActeurDossier, Action, Etat, Situation
from declarations.regles.grille import VOLETS


@dataclass(frozen=True)
class Tache:
    """Something expected of a person now: an action, on one volet or on the whole file."""

    action: str
    volet: str = ""

    @property
    def libelle(self) -> str:
        """What to do, as an infinitive."""
        if self.action == Action.SAISIR:
            return f"Compléter les {etats.LIBELLES_VOLET[self.volet]}"
        return etats.TRANSITIONS[self.action].libelle


_DU_DOSSIER: Mapping[str, str] = {
    Etat.A_APPROUVER: Action.TRANSMETTRE,
    Etat.TRANSMISE: Action.PRENDRE_EN_CHARGE,
    Etat.EN_INSTRUCTION: Action.VALIDER,
}


def taches(situation: Situation, acteurs: frozenset[str]) -> tuple[Tache, ...]:
    """Return what is expected of these actors in this situation, nothing when it is not their turn.

    A closed window does not remove the task: the page says why it cannot be done any more.
    """
    if situation.etat in (Etat.A_SAISIR, Etat.EN_SAISIE, Etat.A_CORRIGER):
        return tuple(
            Tache(Action.SAISIR, volet)
            for volet in VOLETS
            if etats.FOURNISSEUR_DU_VOLET[volet] in acteurs
            and volet in situation.volets_ouverts
            and volet not in situation.volets_signes
        )
    action = _DU_DOSSIER.get(situation.etat)
    if action and etats.TRANSITIONS[action].acteurs & acteurs:
        return (Tache(action),)
    return ()


def attendus(situation: Situation) -> tuple[str, ...]:
    """Return the actors whose turn it is, whoever looks at the page."""
    return tuple(a for a in ActeurDossier if taches(situation, frozenset({a})))
