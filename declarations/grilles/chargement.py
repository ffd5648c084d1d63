"""From a grid file to the pure structures of ``declarations.regles.grille``."""

from dataclasses import dataclass
from pathlib import Path

from declarations.grilles.coherence import natures_de, verifier_grille
from declarations.grilles.comptes import sections_comptes
from declarations.grilles.schema import ChampDeGrille, GrilleDefinie, SectionDeGrille
from declarations.regles.grille import FINANCES, GROUPES_COMPTES, ChampGrille, Grille, SectionGrille
from declarations.regles.lecteurs import reserver_les_finances
from portal.saisie.definitions.chargement import lire_definition
from portal.saisie.definitions.coherence import borne
from portal.saisie.definitions.construction import construire_champ, construire_repetition
from portal.saisie.definitions.fautes import Releve
from portal.saisie.regles.conditions_ecrites import lire_condition
from portal.saisie.regles.structure import Repetition
from subventions.regles.plan import PlanComptable


@dataclass(frozen=True)
class Patron:
    """A grid file once checked, before the chart of accounts of an exercice is put in."""

    dispositif: str
    version: int
    libelle: str
    debut: int
    fin: int | None
    repetition: Repetition
    sections: tuple[SectionGrille, ...]
    aide_comptes: str
    au_moins_un: tuple[str, ...]

    @property
    def reference(self) -> str:
        return f"{self.dispositif}-{self.version}"

    def couvre(self, annee: int) -> bool:
        return self.debut <= annee and (self.fin is None or annee <= self.fin)

    def grille(self, plan: PlanComptable, annee: int) -> Grille:
        """The grid of an exercice: the accounts come first in the finances volet."""
        plan = plan.valides(annee)
        return Grille(
            dispositif=self.dispositif,
            version=self.version,
            debut=self.debut,
            fin=self.fin,
            repetition=self.repetition,
            sections=reserver_les_finances(
                _avec_comptes(self.sections, sections_comptes(plan, self.aide_comptes))
            ),
            plan=plan,
            libelle=self.libelle,
            au_moins_un=self.au_moins_un,
        )


def _avec_comptes(
    sections: tuple[SectionGrille, ...], comptes: tuple[SectionGrille, ...]
) -> tuple[SectionGrille, ...]:
    """The accounts stand just before what is asked about the finances as a whole (result)."""
    apres = tuple(s for s in sections if s.volet == FINANCES and not s.repetition)
    avant = tuple(s for s in sections if s not in apres)
    return (*avant, *comptes, *apres)


def lire_patron(chemin: Path) -> Patron:
    """Read and check a grid file; DefinitionInvalide tells all its mistakes."""
    releve = Releve(chemin.name)
    definie = lire_definition(chemin, GrilleDefinie, releve)
    verifier_grille(definie, chemin.stem, releve)
    releve.conclure()
    return Patron(
        dispositif=definie.dispositif,
        version=definie.version,
        libelle=definie.libelle,
        debut=definie.debut,
        fin=definie.fin,
        repetition=construire_repetition(definie.repetitions[0]),
        sections=tuple(_section(section) for section in definie.sections),
        aide_comptes=definie.comptes.aide,
        au_moins_un=tuple(g for g in GROUPES_COMPTES if g in definie.comptes.au_moins_un),
    )


def _section(definie: SectionDeGrille) -> SectionGrille:
    return SectionGrille(
        code=definie.code,
        titre=definie.titre,
        volet=definie.volet,
        champs=tuple(_champ(champ, definie) for champ in definie.champs),
        aide=definie.aide,
        repetition=definie.repetition,
    )


def _champ(defini: ChampDeGrille, section: SectionDeGrille) -> ChampGrille:
    return construire_champ(
        defini,
        ChampGrille,
        origine=defini.origine,
        volet=section.volet,
        natures=natures_de(defini, section),
        lecteurs=frozenset(defini.lecteurs),
        totalise=defini.totalise,
        sans_total=defini.sans_total,
        marque=defini.marque or section.marque or "",
        condition=lire_condition(defini.condition) if defini.condition else None,
        reprise=defini.reprise,
        dispense=defini.dispense,
        vraisemblable=borne(defini.vraisemblable, None),
    )
