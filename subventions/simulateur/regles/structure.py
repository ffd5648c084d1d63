"""The sheet of a simulation: scenarios side by side, and the posts of each for a CCT.

A figure stands at « scenarios.a.collectifs », that of a post at « scenarios.a.postes.p1.etp ».
The posts are the same in every scenario, so that their lines face each other; left empty in one of
them, a post is not in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from portal.saisie.regles.champs import Champ
from portal.saisie.regles.structure import Emplacement, Ligne, Repetition, Section, derouler
from portal.saisie.regles.valeurs import Valeur, est_rempli
from subventions.regles.plan import PlanComptable
from subventions.regles.questions import POSTES, sections

SCENARIOS = "scenarios"
SCENARIOS_MAX, POSTES_MAX = 4, 40
NOM = "nom"
CLES = ("a", "b", "c", "d")
REPETITIONS: Mapping[str, Repetition] = {
    SCENARIOS: Repetition(SCENARIOS, "scénario", "scénarios", "Scénario", ajout=True),
    POSTES: Repetition(POSTES, "poste", "postes", "Poste", ajout=True, dans=SCENARIOS),
}
# What a scenario is called: people compare « un collectif de plus », not letters.
_NOMS = Section(NOM, "", (Champ(NOM, "Nom du scénario", "texte", obligatoire=False, longueur=40),))
Valeurs = Mapping[str, Valeur]


@dataclass(frozen=True)
class Feuillet:
    """What is asked of a simulation: its formula, its scenarios and its posts, in order."""

    dispositif: str
    annee: int
    plan: PlanComptable
    scenarios: tuple[Ligne, ...]
    postes: tuple[Ligne, ...] = ()

    @cached_property
    def sections(self) -> tuple[Section[Champ], ...]:
        return sections(self.dispositif, self.plan, self.annee)

    @property
    def a_des_postes(self) -> bool:
        return any(section.repetition == POSTES for section in self.sections)

    @cached_property
    def places(self) -> dict[str, Emplacement[Champ, Ligne]]:
        """Every field by chemin, scenario by scenario."""
        lignes: dict[str, Sequence[Ligne]] = {SCENARIOS: self.scenarios}
        for scenario in self.scenarios:
            lignes[f"{SCENARIOS}.{scenario.cle}.{POSTES}"] = self.postes
        posees = [replace(s, repetition=s.repetition or SCENARIOS) for s in (_NOMS, *self.sections)]
        return {
            place.chemin: place
            for section in posees
            for place in derouler(section, section.champs, REPETITIONS, lignes)
        }

    def de(self, scenario: Ligne, valeurs: Valeurs) -> dict[str, Valeur]:
        """The values of one scenario, by what follows its prefix; those filled alone."""
        prefixe = f"{SCENARIOS}.{scenario.cle}."
        return {
            chemin.removeprefix(prefixe): valeurs[chemin]
            for chemin in self.places
            if chemin.startswith(prefixe) and est_rempli(valeurs.get(chemin))
        }


def avec_un_scenario(scenarios: Sequence[Ligne], valeurs: Valeurs) -> tuple[Ligne, Valeurs] | None:
    """One scenario more, that begins as the last one stands; None when there are four already."""
    libres = [cle for cle in CLES if cle not in {ligne.cle for ligne in scenarios}]
    if not libres or len(scenarios) >= SCENARIOS_MAX:
        return None
    nouveau = Ligne(libres[0], f"Scénario {libres[0].upper()}")
    copie = dict(valeurs)
    if scenarios:
        prefixe = f"{SCENARIOS}.{scenarios[-1].cle}."
        for chemin, valeur in valeurs.items():
            if chemin.startswith(prefixe):
                suite = chemin.removeprefix(prefixe)
                if suite == NOM:
                    continue
                copie[f"{SCENARIOS}.{nouveau.cle}.{suite}"] = valeur
    return nouveau, copie
