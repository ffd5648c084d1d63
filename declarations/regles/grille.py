"""Grids (grilles): what a declaration asks for, as data.

One definition serves the form, its help, the shape checks, the blank « cartographie des
données à saisir », the exports and the comparison screens (DOMAINE §3.3). This module holds
the pure structures; ``declarations.grilles`` reads them from versioned TOML files.

A figure is designated by its ``chemin``: ``resultat_annonce`` (whole structure),
``comptes.64`` (account line), ``lieux.l12.heures_rencontres`` (field of a row).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

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

# Parts of the accounts, in the order people read them.
CHARGES = "charges"
PRODUITS = "produits"
CONTRIBUTIONS = "contributions"
PREFIXE_COMPTE = "comptes."
GROUPES_COMPTES = (CHARGES, PRODUITS, CONTRIBUTIONS)

OUI = "oui"
NON = "non"

# Kinds of value a field can hold; the number is how many decimals may be typed.
DECIMALES = {"entier": 0, "mois": 0, "jours": 0, "heures": 2, "etp": 2, "euros": 2}
TYPES_TEXTE = frozenset({"texte", "texte_long"})
TYPES_CHOIX = frozenset({"choix", "choix_multiples", "oui_non"})
TYPES = frozenset(DECIMALES) | TYPES_TEXTE | TYPES_CHOIX | {"date"}


@dataclass(frozen=True)
class Champ:
    """One field asked for.

    ``portee`` is "ensemble" (once) or "ligne" (once per lieu, poste or collectif).
    ``origine`` tells who gives the value: "saisie" (the partner), "convention" or
    "notification" (read-only, from the Caf). ``lecteurs`` empty means read by every role;
    otherwise only by these roles and the Caf (salaries of CCT postes). ``totalise`` marks the
    row figures whose sum is followed from one declaration to another (C06, C07).
    ``condition`` names the yes/no row field that must be « oui » for this one to be asked.
    ``reprise`` marks what describes the structure from one exercice to the next: it may be
    carried over, to be confirmed.
    """

    code: str
    libelle: str
    type: str
    volet: str
    portee: str
    natures: tuple[str, ...] = NATURES
    aide: str = ""
    obligatoire: bool = True
    minimum: Decimal | None = Decimal(0)
    maximum: Decimal | None = None
    choix: tuple[tuple[str, str], ...] = ()
    unite: str = ""
    origine: str = "saisie"
    lecteurs: frozenset[str] = frozenset()
    totalise: bool = False
    marque: str = ""
    condition: str = ""
    reprise: bool = False

    @cached_property
    def est_numerique(self) -> bool:
        return self.type in DECIMALES

    @cached_property
    def decimales(self) -> int:
        return DECIMALES.get(self.type, 0)


@dataclass(frozen=True)
class Section:
    """Fields shown together under one heading.

    Account lines are fields too, made by the loader from the chart of the exercice: one
    section per classe, code ``comptes_60``, each field coded ``comptes.<numero>``, and
    ``groupe`` tells which part of the accounts it belongs to. No single line is required:
    an empty one counts as zero (see ``Grille.au_moins_un``).
    """

    code: str
    titre: str
    volet: str
    portee: str
    champs: tuple[Champ, ...] = ()
    aide: str = ""
    groupe: str = ""


@dataclass(frozen=True)
class TypeLigne:
    """What the rows of this grid are: lieux (ER), collectifs (CLAS) or postes (CCT).

    ``libelle_depuis`` names the row fields whose values, once typed, are the row's label: a poste
    is called by the name of the person who holds it.
    """

    pluriel: str
    singulier: str
    libelle: str
    ajout_partenaire: bool = False
    libelle_depuis: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ligne:
    """One row of a declaration, frozen with it.

    ``poste_conventionne`` is the poste of the COF that a row of a CCT fills, when it fills one.
    """

    cle: str
    libelle: str
    ouvert_le: date | None = None
    ferme_le: date | None = None
    poste_conventionne: int | None = None


@dataclass(frozen=True, slots=True)
class Emplacement:
    """A field at its place: what one input, one cell or one check points at."""

    chemin: str
    champ: Champ
    section: Section
    ligne: Ligne | None = None

    @property
    def libelle_complet(self) -> str:
        """Label that stands alone in a message: « Heures d’entretiens – Antenne d’Ugine »."""
        return f"{self.champ.libelle} – {self.ligne.libelle}" if self.ligne else self.champ.libelle


@dataclass(frozen=True)
class Grille:
    """A version of the questions asked for one dispositif, with the chart of accounts.

    ``au_moins_un`` names the groups of accounts in which at least one line must be filled.
    """

    dispositif: str
    version: int
    debut: int
    fin: int | None
    ligne: TypeLigne
    sections: tuple[Section, ...]
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

    def sections_de(self, volet: str, nature: str) -> tuple[Section, ...]:
        """Sections of a volet that ask for something in this nature."""
        return tuple(
            s
            for s in self.sections
            if s.volet == volet and any(nature in c.natures for c in s.champs)
        )

    def emplacements(
        self, nature: str, lignes: Sequence[Ligne], volet: str | None = None
    ) -> Iterator[Emplacement]:
        """Every field asked for in this nature, in reading order, rows unrolled."""
        for section in self.sections:
            if volet is not None and section.volet != volet:
                continue
            champs = [c for c in section.champs if nature in c.natures]
            if section.portee == "ligne":
                for ligne in lignes:
                    prefixe = f"{self.ligne.pluriel}.{ligne.cle}."
                    for champ in champs:
                        yield Emplacement(prefixe + champ.code, champ, section, ligne)
            else:
                for champ in champs:
                    yield Emplacement(champ.code, champ, section)

    def est_demande(self, emplacement: Emplacement, valeurs: Mapping[str, object]) -> bool:
        """Tell whether the condition of a field holds, given what is already filled.

        On a row the condition is read on that row; on the whole structure, on any row.
        """
        condition = emplacement.champ.condition
        if not condition:
            return True
        if emplacement.ligne:
            return valeurs.get(f"{self.ligne.pluriel}.{emplacement.ligne.cle}.{condition}") == OUI
        debut, fin = f"{self.ligne.pluriel}.", f".{condition}"
        return any(
            valeur == OUI
            for chemin, valeur in valeurs.items()
            if chemin.startswith(debut) and chemin.endswith(fin)
        )

    def groupes_vides(
        self, emplacements: Sequence[Emplacement], valeurs: Mapping[str, object]
    ) -> tuple[str, ...]:
        """Groups of accounts in which something must be filled, and nothing is (C01)."""
        remplis = {e.section.groupe for e in emplacements if valeurs.get(e.chemin)}
        return tuple(groupe for groupe in self.au_moins_un if groupe not in remplis)
