"""How far a bilan has come, section by section: the same count everywhere."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from bilans.regles.etat import Etat
from bilans.regles.questionnaire import Groupe, Question, Questionnaire
from portal.saisie.regles.progression import Progression
from portal.saisie.regles.structure import Emplacement, Ligne


@dataclass(frozen=True)
class Avancement:
    """A section shown: required answers given among those asked, and what is to be looked at.

    ``fautes`` counts answers that do not stand, ``a_confirmer`` those carried over that nobody
    confirmed yet, ``a_completer`` those that the Caf asked to complete and that are as it read
    them, ``repondues`` all those that count, required or not.
    """

    section: Groupe
    progression: Progression
    fautes: int
    a_confirmer: int
    repondues: int
    a_completer: int = 0

    @property
    def manquants(self) -> int:
        return self.progression.total - self.progression.faits

    @property
    def est_complete(self) -> bool:
        return not (self.manquants or self.fautes or self.a_confirmer or self.a_completer)


def avancements(
    questionnaire: Questionnaire,
    etat: Etat,
    a_confirmer: Collection[str] = (),
    a_completer: Collection[str] = (),
) -> list[Avancement]:
    """Each section shown, in reading order; ``a_confirmer`` and ``a_completer`` are chemins."""
    exiges, manquants, repondues, fautes, reprises, rendues = (
        Counter(section_de(questionnaire, e).code for e in emplacements)
        for emplacements in (
            etat.exiges,
            etat.manquants,
            [e for e in etat.emplacements if e.chemin in etat.comptees],
            [e for e in etat.emplacements if e.chemin in etat.fautes],
            [e for e in etat.emplacements if e.chemin in a_confirmer],
            [e for e in etat.emplacements if e.chemin in a_completer],
        )
    )
    return [
        Avancement(
            section,
            Progression(exiges[section.code] - manquants[section.code], exiges[section.code]),
            fautes[section.code],
            reprises[section.code],
            repondues[section.code],
            rendues[section.code],
        )
        for section in sections_montrees(questionnaire, etat)
    ]


def sections_montrees(questionnaire: Questionnaire, etat: Etat) -> list[Groupe]:
    """The sections of which something is shown, in reading order."""
    return [s for s in questionnaire.sections if s.code in etat.visibles | etat.rangees.keys()]


def section_de(questionnaire: Questionnaire, emplacement: Emplacement[Question, Ligne]) -> Groupe:
    """The section that a question stands in."""
    return questionnaire.par_code[emplacement.champ.code].dans[0]
