"""A kind of file that is not a declaration: the table a bilan would declare, in thirty lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from portal.dossiers.regles.actes import TableActes
from portal.dossiers.regles.transitions import Transition


class Etat(StrEnum):
    A_REMPLIR = "a_remplir"
    EN_COURS = "en_cours"
    TRANSMIS = "transmis"
    EN_VALIDATION = "en_validation"
    VALIDE = "valide"
    A_COMPLETER = "a_completer"


class Action(StrEnum):
    REMPLIR = "remplir"
    TRANSMETTRE = "transmettre"
    EXAMINER = "examiner"
    VALIDER = "valider"
    FAIRE_COMPLETER = "faire_completer"


class Qui(StrEnum):
    REDACTEUR_QUALITATIF = "redacteur_qualitatif"
    REDACTEUR_CHIFFRES = "redacteur_chiffres"
    APPROBATEUR = "approbateur"
    CONSEILLER = "conseiller"
    SAISIE_CAF = "saisie_caf"


QUALITATIF, CHIFFRES = "qualitatif", "chiffres"


@dataclass(frozen=True)
class Situation:
    etat: str
    hors_fenetre: bool = False
    repondues: frozenset[str] = frozenset()
    complete: bool = True


class ActesBilan(TableActes[Situation]):
    def phrase_role(self, acteurs: Iterable[str]) -> str:
        return f"Revient à {', '.join(acteurs)}."

    def phrase_etat(
        self,
        transition: Transition,
        situation: Situation,
        acteurs: frozenset[str] = frozenset(),
    ) -> str:
        return f"Le bilan est « {situation.etat} »."

    def phrase_fenetre(
        self,
        transition: Transition,
        situation: Situation,
        acteurs: frozenset[str] = frozenset(),
    ) -> str:
        return "La période est close."

    def refus_propre(self, transition: Transition, situation: Situation, partie: str | None) -> str:
        if transition.action == Action.TRANSMETTRE and not situation.complete:
            return "Il reste des questions."
        return ""

    def arrivee_propre(
        self, transition: Transition, situation: Situation, partie: str | None
    ) -> str:
        en_correction = situation.etat == Etat.A_COMPLETER
        return Etat.A_COMPLETER if en_correction else Etat.EN_COURS

    def attend_la_partie(self, situation: Situation, partie: str) -> bool:
        return partie not in situation.repondues


_CHEZ_LE_PARTENAIRE = frozenset({Etat.A_REMPLIR, Etat.EN_COURS, Etat.A_COMPLETER})
_CONSEILLER = frozenset({Qui.CONSEILLER})

TRANSITIONS = (
    Transition(
        Action.REMPLIR,
        "Remplir",
        _CHEZ_LE_PARTENAIRE,
        (Etat.EN_COURS, Etat.A_COMPLETER),
        frozenset({Qui.REDACTEUR_QUALITATIF, Qui.REDACTEUR_CHIFFRES, Qui.SAISIE_CAF}),
        par_partie=True,
        sous_fenetre=True,
        attendue=True,
    ),
    Transition(
        Action.TRANSMETTRE,
        "Transmettre",
        frozenset({Etat.EN_COURS, Etat.A_COMPLETER}),
        (Etat.TRANSMIS,),
        frozenset({Qui.APPROBATEUR}),
        verbe="transmis",
        sous_fenetre=True,
        principale=True,
    ),
    Transition(
        Action.EXAMINER,
        "Examiner",
        frozenset({Etat.TRANSMIS}),
        (Etat.EN_VALIDATION,),
        _CONSEILLER,
        verbe="examine",
        attendue=True,
    ),
    Transition(
        Action.FAIRE_COMPLETER,
        "Demander de compléter",
        frozenset({Etat.EN_VALIDATION}),
        (Etat.A_COMPLETER,),
        _CONSEILLER,
        verbe="a_completer",
        motif=True,
    ),
    Transition(
        Action.VALIDER,
        "Valider",
        frozenset({Etat.EN_VALIDATION}),
        (Etat.VALIDE,),
        _CONSEILLER,
        verbe="valide",
        attendue=True,
        principale=True,
    ),
)

BILAN = ActesBilan(
    TRANSITIONS,
    etats=Etat,
    actions=Action,
    acteurs=Qui,
    responsables={QUALITATIF: Qui.REDACTEUR_QUALITATIF, CHIFFRES: Qui.REDACTEUR_CHIFFRES},
    suppleants={Qui.SAISIE_CAF},
)
