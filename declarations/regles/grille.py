"""Grids (grilles): what a declaration asks for, as data.

One definition serves the form, its help, the shape checks, the blank « cartographie des
données à saisir », the exports and the comparison screens (DOMAINE §3.3). This module holds what
is of the trade – natures, volets, accounts, readers, totals, what is carried over – over the fields
and sections of ``portal.saisie``; ``declarations.grilles`` reads them from versioned TOML files.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from portal.saisie.regles.champs import Champ
from portal.saisie.regles.conditions import Condition, Reponse, Source, est_vraie, sources
from portal.saisie.regles.structure import Emplacement, Ligne, Repetition, Section, derouler
from portal.saisie.regles.valeurs import Valeur, lire
from subventions.regles.plan import PlanComptable

ACTIVITE = "activite"
FINANCES = "finances"
VOLETS = (ACTIVITE, FINANCES)

PREVISIONNELLE = "previsionnelle"
ACTUALISEE = "actualisee"
REELLE = "reelle"
NATURES = (PREVISIONNELLE, ACTUALISEE, REELLE)
LIBELLES_NATURE = {
    PREVISIONNELLE: "Prévisionnelle",
    ACTUALISEE: "Actualisée",
    REELLE: "Réelle",
}

# Who gives a figure that the partner does not type: the Caf, from its papers.
CONVENTION = "convention"
NOTIFICATION = "notification"

# Parts of the accounts, in the order people read them.
CHARGES = "charges"
PRODUITS = "produits"
CONTRIBUTIONS = "contributions"
PREFIXE_COMPTE = "comptes."
GROUPES_COMPTES = (CHARGES, PRODUITS, CONTRIBUTIONS)


@dataclass(frozen=True, kw_only=True)
class ChampGrille(Champ):
    """One field of a grid.

    ``origine`` ``CONVENTION`` or ``NOTIFICATION`` is given by the Caf, and read only. ``lecteurs``
    empty means read by every role; otherwise only by these roles and the Caf (salaries of CCT
    postes). ``totalise`` marks the row figures whose sum is followed from one declaration to
    another (C06, C07); ``sans_total`` those whose sum means nothing (a mean, months of presence).
    ``condition`` tells when it is asked: when a yes/no of its row, or of any
    row for what is asked once, is « oui ». ``reprise`` marks what describes the structure from one
    exercice to the next: it may be carried over, to be confirmed. ``vraisemblable`` is the largest
    value a number usually has (C19). ``dispense`` names a number of the row: at zero, the field is
    not required (a poste that nobody held has no name).
    """

    volet: str
    natures: tuple[str, ...] = NATURES
    lecteurs: frozenset[str] = frozenset()
    totalise: bool = False
    sans_total: bool = False
    marque: str = ""
    condition: Condition | None = None
    reprise: bool = False
    vraisemblable: Decimal | None = None
    dispense: str = ""

    @cached_property
    def repere(self) -> str:
        """Its largest usual value, whole part, as kept; empty for none."""
        return "" if self.vraisemblable is None else str(int(self.vraisemblable))

    @cached_property
    def depend_de(self) -> str:
        """Code of the field that its condition looks at; empty when it is always asked."""
        vues = sources(self.condition) if self.condition else ()
        return next((source.code for source in vues if isinstance(source, Reponse)), "")


@dataclass(frozen=True, kw_only=True)
class SectionGrille(Section[ChampGrille]):
    """Fields of one volet shown together under one heading.

    Account lines are fields too, made by the loader from the chart of the exercice: one
    section per classe, code ``comptes_60``, each field coded ``comptes.<numero>``, and
    ``groupe`` tells which part of the accounts it belongs to. No single line is required:
    an empty one counts as zero (see ``Grille.au_moins_un``).
    """

    volet: str


@dataclass(frozen=True)
class LigneGrille(Ligne):
    """One row of a declaration – lieu (ER), collectif (CLAS) or poste (CCT) –, frozen with it.

    ``poste_conventionne`` is the poste of the COF that a row of a CCT fills, when it fills one.
    """

    ouvert_le: date | None = None
    ferme_le: date | None = None
    poste_conventionne: int | None = None


EmplacementGrille = Emplacement[ChampGrille, LigneGrille]


@dataclass(frozen=True)
class Grille:
    """A version of the questions asked for one dispositif, with the chart of accounts.

    ``au_moins_un`` names the groups of accounts in which at least one line must be filled.
    """

    dispositif: str
    version: int
    debut: int
    fin: int | None
    repetition: Repetition
    sections: tuple[SectionGrille, ...]
    plan: PlanComptable = field(repr=False)
    libelle: str = ""
    au_moins_un: tuple[str, ...] = ()

    @property
    def reference(self) -> str:
        """Name written on what is sent: « er-1 »."""
        return f"{self.dispositif}-{self.version}"

    @cached_property
    def comptes(self) -> tuple[tuple[str, str, str], ...]:
        """Account lines in form order: chemin, side of the chart, group."""
        return tuple(
            (champ.code, compte.sens, section.groupe)
            for section in self.sections
            if section.groupe
            for champ in section.champs
            if (compte := self.plan.compte(champ.code.removeprefix(PREFIXE_COMPTE)))
        )

    def sections_de(self, volet: str, nature: str) -> tuple[SectionGrille, ...]:
        """Sections of a volet that ask for something in this nature."""
        return tuple(
            s
            for s in self.sections
            if s.volet == volet and any(nature in c.natures for c in s.champs)
        )

    def emplacements(
        self, nature: str, lignes: Sequence[LigneGrille], volet: str | None = None
    ) -> Iterator[EmplacementGrille]:
        """Every field asked for in this nature, in reading order, rows unrolled."""
        repetitions = {self.repetition.code: self.repetition}
        rangs = {self.repetition.code: lignes}
        for section in self.sections:
            if volet is None or section.volet == volet:
                champs = [c for c in section.champs if nature in c.natures]
                yield from derouler(section, champs, repetitions, rangs)

    def est_demande(self, emplacement: EmplacementGrille, valeurs: Mapping[str, object]) -> bool:
        """Tell whether the condition of a field holds, given what is already filled.

        On a row the answers are those of that row; on the whole structure, those of every row.
        """
        condition = emplacement.champ.condition
        if condition is None:
            return True
        return est_vraie(condition, lambda source: self._lire(source, emplacement.ligne, valeurs))

    def est_dispense(self, emplacement: EmplacementGrille, valeurs: Mapping[str, object]) -> bool:
        """Tell whether a zero on its row spares a field from being required."""
        code, ligne = emplacement.champ.dispense, emplacement.ligne
        if not code or ligne is None:
            return False
        return lire(valeurs.get(self.repetition.chemin(ligne, code))) == 0

    def _lire(
        self, source: Source, ligne: LigneGrille | None, valeurs: Mapping[str, object]
    ) -> Valeur:
        if not isinstance(source, Reponse):
            return ""
        if ligne:
            valeur = valeurs.get(self.repetition.chemin(ligne, source.code))
            return valeur if isinstance(valeur, str) else ""
        debut, fin = f"{self.repetition.code}.", f".{source.code}"
        return [
            valeur
            for chemin, valeur in valeurs.items()
            if isinstance(valeur, str) and chemin.startswith(debut) and chemin.endswith(fin)
        ]

    def groupes_vides(
        self, emplacements: Sequence[EmplacementGrille], valeurs: Mapping[str, object]
    ) -> tuple[str, ...]:
        """Groups of accounts in which something must be filled, and nothing is (C01)."""
        remplis = {e.section.groupe for e in emplacements if valeurs.get(e.chemin)}
        return tuple(groupe for groupe in self.au_moins_un if groupe not in remplis)
