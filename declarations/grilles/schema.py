"""Keys of a grid file beside those of every definition (``portal.saisie.definitions``).

``condition = { question = "chef_de_projet", contient = "oui" }`` asks for a field when a yes/no of
its row, or of any row, is « oui »: pages show and hide by that alone. ``vraisemblable``
is the largest value that a number usually has: above it, C19 asks why. ``dispense = "mois"``: not
required on a row whose ``mois`` is zero. ``natures`` and ``marque`` may be said once for a whole
section, and again on one of its fields.
"""

from typing import Annotated, Any, Literal

from msgspec import UNSET, UnsetType

from declarations.regles.grille import (
    CONVENTION,
    GROUPES_COMPTES,
    NATURES,
    NOTIFICATION,
    VOLETS,
)
from portal.saisie.definitions.schema import (
    Borne,
    ChampDefini,
    Code,
    Definition,
    Liste,
    SectionDefinie,
    Table,
    Texte,
)
from portal.saisie.regles.champs import SAISIE
from portal.socle.marques import LETTRES

Marque = Literal[*LETTRES]  # type: ignore[valid-type]
Natures = Annotated[tuple[Literal[*NATURES], ...], Liste]  # type: ignore[valid-type]
Lecteur = Literal["fournisseur_activite", "fournisseur_finances", "approbateur"]
Origine = Literal[SAISIE, CONVENTION, NOTIFICATION]  # type: ignore[valid-type]


class ChampDeGrille(ChampDefini, kw_only=True):
    natures: Natures = ()
    origine: Origine = SAISIE
    lecteurs: Annotated[tuple[Lecteur, ...], Liste] = ()
    totalise: bool = False
    sans_total: bool = False
    marque: Marque | None = None
    condition: dict[str, Any] | None = None
    reprise: bool = False
    vraisemblable: Borne | UnsetType = UNSET
    dispense: str = ""


class SectionDeGrille(SectionDefinie, kw_only=True):
    volet: Literal[*VOLETS]  # type: ignore[valid-type]
    champs: Annotated[tuple[ChampDeGrille, ...], Liste]
    natures: Natures = ()
    marque: Marque | None = None


class ComptesDemandes(Table, kw_only=True):
    """What is said of the accounts, whose lines come from the chart of the exercice."""

    aide: Texte
    au_moins_un: Annotated[tuple[Literal[*GROUPES_COMPTES], ...], Liste]  # type: ignore[valid-type]


class GrilleDefinie(Definition, kw_only=True):
    dispositif: Code
    version: int
    libelle: Texte
    debut: int
    comptes: ComptesDemandes
    sections: Annotated[tuple[SectionDeGrille, ...], Liste]
    fin: int | None = None
