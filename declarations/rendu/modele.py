"""What a version says, once read: texts already written in French, no rule left to apply."""

from dataclasses import dataclass
from datetime import datetime

from declarations.rendu.montants import ecrire_montant
from portal.socle.composants import Fait
from subventions.regles.estimation import Estimation


@dataclass(frozen=True)
class Cellule:
    """One figure under a heading; ``reference`` is the same figure in another declaration."""

    entete: str
    texte: str
    reference: str = ""


@dataclass(frozen=True)
class Rang:
    """One line of a table. ``est_total`` sets apart those that sum the lines above."""

    libelle: str
    cellules: tuple[Cellule, ...]
    numerique: bool = True
    est_total: bool = False


@dataclass(frozen=True)
class Groupe:
    """Lines under one heading; an empty heading means that they stand by themselves."""

    titre: str
    rangs: tuple[Rang, ...]


@dataclass(frozen=True)
class Tableau:
    """A table: ``colonnes`` are the headings after the first one; ``pied`` its totals.

    ``repere`` names the declaration whose figures stand under each one, when they do; ``note``
    says what stands there when it is something else. ``repliable``: one of so many that a page
    shows them folded. ``textes`` are the columns of words, among columns of figures.
    """

    legende: str
    colonnes: tuple[str, ...]
    groupes: tuple[Groupe, ...]
    premiere: str = "Donnée"
    pied: tuple[Rang, ...] = ()
    repere: str = ""
    note: str = ""
    repliable: bool = False
    textes: frozenset[str] = frozenset()

    @property
    def largeur(self) -> int:
        return len(self.colonnes) + 1


@dataclass(frozen=True)
class VoletRendu:
    """The tables of one volet."""

    nature: str
    titre: str
    tableaux: tuple[Tableau, ...]


@dataclass(frozen=True)
class JustificationRendue:
    motif: str
    texte: str
    par: str
    le: datetime | None


@dataclass(frozen=True)
class ConstatRendu:
    """What a check found, with both figures and the justification that goes with them."""

    code: str
    titre: str
    niveau: str
    ton: str
    message: str
    figures: tuple[Fait, ...] = ()
    justification: JustificationRendue | None = None


@dataclass(frozen=True)
class ParametreRendu:
    """A line of the barème as it was used."""

    libelle: str
    valeur: str
    portee: str
    validite: str
    source: str
    marque: str


@dataclass(frozen=True)
class EtapeRendue:
    """A step of the computation as it was frozen."""

    libelle: str
    formule: str
    entrees: tuple[tuple[str, str], ...]
    parametre: ParametreRendu | None
    resultat: str


@dataclass(frozen=True)
class PieceRendue:
    """A paper handed in with a version: what it is, its file, where to download it."""

    libelle: str
    fichier: str
    sha256: str
    par: str
    adresse: str


@dataclass(frozen=True)
class Acte:
    """A sign-off, the approval: what, by whom, when."""

    libelle: str
    qui: str
    le: datetime


@dataclass(frozen=True)
class Delai:
    """Whether it was sent in time, and under which dérogation."""

    texte: str
    ton: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class VersionRendue:
    """Everything a version says to one reader.

    ``reservees`` counts what this reader's role may not read and which is therefore not here:
    fields, constats, papers, and the steps of the computation when they quote such fields.
    """

    reference: str
    titre: str
    numero: int
    envoyee_le: datetime | None
    faits: tuple[Fait, ...]
    synthese: Tableau
    volets: tuple[VoletRendu, ...]
    constats: tuple[ConstatRendu, ...]
    estimation: Estimation | None
    etapes: tuple[EtapeRendue, ...]
    actes: tuple[Acte, ...]
    delai: Delai | None
    empreinte: str
    reservees: int = 0
    pieces: tuple[PieceRendue, ...] = ()

    @property
    def est_envoyee(self) -> bool:
        return self.envoyee_le is not None

    @property
    def nom(self) -> str:
        return f"Version {self.numero}"

    @property
    def titre_montant(self) -> str:
        """What the amount is called: an estimate of one day, once frozen."""
        if self.est_envoyee:
            return "Subvention estimée à la transmission"
        return "Estimation de la subvention"

    @property
    def montant(self) -> str:
        """The amount estimated as printed, or why there is none, in a few words."""
        return ecrire_montant(self.estimation)
