"""What may be done with a file, by whom and when: one table for each kind of file.

Pure. A kind of file (a declaration, a bilan) declares its states, its actions and its actors, each
a StrEnum, and one ``Transition`` per action. Its subclass of ``TableActes`` gives the French
sentences, and what depends on more than the state. Buttons, rights, services, reminders and
documentation all ask the same object.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import ClassVar, Generic, Protocol, TypeVar

from portal.dossiers.regles.libelles import LibelleEtat
from portal.dossiers.regles.transitions import Tache, Transition
from portal.dossiers.regles.verification import verifier
from portal.socle.formats import date_fr
from portal.socle.francais import a_qui
from portal.socle.refus import MOMENT, ROLE, Refus


class Situation(Protocol):
    """What every table needs to know of a file; each kind knows more of its own."""

    @property
    def etat(self) -> str: ...

    @property
    def hors_fenetre(self) -> bool:
        """True when what is ``sous_fenetre`` cannot be done today."""


S = TypeVar("S", bound=Situation)


def phrase_a_venir(ouvre_le: date) -> str:
    """Say that entry is not open yet: nothing is to be asked for, it is to be waited for."""
    return f"La saisie n’est pas encore ouverte : elle l’est à partir du {date_fr(ouvre_le)}."


class TableActes(ABC, Generic[S]):
    """The acts of one kind of file.

    ``responsables`` names the actor each part of a file belongs to: an act on one part is not the
    others'. ``suppleants`` may act in another's place: they are neither named by a refusal nor
    waited for. ``agents`` are those of the Caf, who never read a partner's words.

    ``sujet`` is how a sentence names a file (« la déclaration »), ``libelles_acteur`` and
    ``libelles_etat`` what its people and its states are called.

    Raises ValueError when the rows contradict themselves: such a table is never imported.
    """

    sujet = "le dossier"
    libelles_acteur: ClassVar[Mapping[str, str]] = {}
    libelles_etat: ClassVar[Mapping[str, LibelleEtat]] = {}

    def __init__(
        self,
        transitions: Iterable[Transition],
        *,
        etats: type[StrEnum],
        actions: type[StrEnum],
        acteurs: type[StrEnum],
        responsables: Mapping[str, StrEnum] | None = None,
        suppleants: Iterable[StrEnum] = (),
        agents: Iterable[StrEnum] = (),
    ) -> None:
        rangees = tuple(transitions)
        verifier(rangees, etats, actions, acteurs)
        self.acteurs = acteurs
        self.responsables: Mapping[str, StrEnum] = responsables or {}
        self.suppleants = frozenset(suppleants)
        self.agents = frozenset(agents)
        self._par_action: Mapping[str, Transition] = {t.action: t for t in rangees}

    def __iter__(self) -> Iterator[Transition]:
        return iter(self._par_action.values())

    def __getitem__(self, action: str) -> Transition:
        return self._par_action[action]

    def phrase_role(self, acteurs: Iterable[str]) -> str:
        """Say whose this action is; ``acteurs`` in the order of their enumeration."""
        qui = " ou ".join(a_qui(self.libelles_acteur[a]) for a in acteurs)
        return f"Cette action revient {qui}."

    def phrase_etat(
        self, transition: Transition, situation: S, acteurs: frozenset[str] = frozenset()
    ) -> str:
        """Say that the state of the file no longer allows it, in the words of each side."""
        libelles = self.libelles_etat[situation.etat]
        libelle = libelles.caf if acteurs & self.agents else libelles.partenaire
        return (
            f"« {transition.libelle} » n’est plus possible : "
            f"{self.sujet} est à l’état « {libelle} »."
        )

    @abstractmethod
    def phrase_fenetre(
        self, transition: Transition, situation: S, acteurs: frozenset[str] = frozenset()
    ) -> str:
        """Say that entry is closed, or not open yet, in the words of each side."""

    def refus_propre(self, transition: Transition, situation: S, partie: str | None) -> str:
        """Why this kind of file refuses, beyond role, state and window; empty when it does not."""
        return ""

    def arrivee_propre(self, transition: Transition, situation: S, partie: str | None) -> str:
        """Choose among several ``arrivees``."""
        raise NotImplementedError(transition.action)

    def attend_la_partie(self, situation: S, partie: str) -> bool:
        """Tell whether a part is still to be given, in a state that waits for parts."""
        return True

    def acteurs_de(self, action: str, partie: str | None = None) -> frozenset[str]:
        """Return who may do this action; on one part, those responsible for others left out."""
        transition = self[action]
        ailleurs = {a for p, a in self.responsables.items() if p != partie}
        if transition.par_partie and partie is not None:
            return frozenset(transition.acteurs - ailleurs)
        return frozenset(transition.acteurs)

    def refus_du_role(
        self, action: str, acteurs: frozenset[str], partie: str | None = None
    ) -> Refus | None:
        """Return why an action is never these actors' to do, whatever the file; or None."""
        permis = self.acteurs_de(action, partie)
        if acteurs & permis:
            return None
        nommes = permis - self.suppleants or permis
        return Refus(ROLE, self.phrase_role([a for a in self.acteurs if a in nommes]))

    def refus(
        self, action: str, situation: S, acteurs: frozenset[str], partie: str | None = None
    ) -> Refus | None:
        """Return why this action is refused to these actors in this situation, or None.

        The role is looked at first: what one's role may not do stays a 403 whatever the moment.
        """
        if par_le_role := self.refus_du_role(action, acteurs, partie):
            return par_le_role
        transition = self[action]
        if situation.etat not in transition.departs:
            return Refus(MOMENT, self.phrase_etat(transition, situation, acteurs))
        if transition.sous_fenetre and situation.hors_fenetre:
            return Refus(MOMENT, self.phrase_fenetre(transition, situation, acteurs))
        phrase = self.refus_propre(transition, situation, partie)
        return Refus(MOMENT, phrase) if phrase else None

    def arrivee(self, action: str, situation: S, partie: str | None = None) -> str:
        """Return the state reached by an accepted action.

        Raises ValueError when the table does not say that the action leads there.
        """
        transition = self[action]
        if not transition.arrivees:
            return situation.etat
        if len(transition.arrivees) == 1:
            return transition.arrivees[0]
        etat = self.arrivee_propre(transition, situation, partie)
        if etat not in transition.arrivees:
            raise ValueError(f"{action} ne mène pas à l’état « {etat} »")
        return etat

    def actions_possibles(self, situation: S, acteurs: frozenset[str]) -> tuple[Transition, ...]:
        """Return the whole-file actions these actors may do now, main one first."""
        offertes = [
            t for t in self if not t.par_partie and self.refus(t.action, situation, acteurs) is None
        ]
        return tuple(sorted(offertes, key=lambda t: not t.principale))

    def taches(self, situation: S, acteurs: frozenset[str]) -> tuple[Tache, ...]:
        """Return what is expected of these actors, nothing when it is not their turn.

        A closed window does not remove the task: the page says why it cannot be done any more.
        """
        attendue = next((t for t in self if t.attendue and situation.etat in t.departs), None)
        if attendue is None:
            return ()
        if attendue.par_partie:
            return tuple(
                Tache(attendue.action, partie)
                for partie, responsable in self.responsables.items()
                if responsable in acteurs and self.attend_la_partie(situation, partie)
            )
        return (Tache(attendue.action),) if acteurs & attendue.acteurs - self.suppleants else ()

    def acteurs_attendus(self, situation: S) -> tuple[str, ...]:
        """Return the actors whose turn it is, whoever looks."""
        return tuple(a for a in self.acteurs if self.taches(situation, frozenset({a})))
