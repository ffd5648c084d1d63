"""Whose turn it is: what is expected of one person on one file, and of whom when not of them."""

from dataclasses import dataclass

from declarations.regles import etats
from declarations.regles.etats import Situation
from declarations.regles.grille import VOLETS


@dataclass(frozen=True)
class Tache:
    """Something expected of a person now: an action, on one volet or on the whole file."""

    action: str
    volet: str = ""

    @property
    def libelle(self) -> str:
        """What to do, as an infinitive."""
        if self.action == etats.SAISIR:
            return f"Compléter les {etats.LIBELLES_VOLET[self.volet]}"
        return etats.TRANSITIONS[self.action].libelle


_DU_DOSSIER = {
    etats.A_APPROUVER: etats.TRANSMETTRE,
    etats.TRANSMISE: etats.PRENDRE_EN_CHARGE,
    etats.EN_INSTRUCTION: etats.VALIDER,
}


def taches(situation: Situation, acteurs: frozenset[str]) -> tuple[Tache, ...]:
    """Return what is expected of these actors in this situation, nothing when it is not their turn.

    A closed window does not remove the task: the page says why it cannot be done any more.
    """
    if situation.etat in (etats.A_SAISIR, etats.EN_SAISIE, etats.A_CORRIGER):
        return tuple(
            Tache(etats.SAISIR, volet)
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
    return tuple(a for a in etats.ACTEURS if taches(situation, frozenset({a})))
