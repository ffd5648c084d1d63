"""What a definition file may hold: its keys, and the type of each.

``extra={"faute": …}`` is what is said of a value of the right type and the wrong content.
"""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from portal.saisie.regles.champs import TYPES

Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$", extra={"faute": "code mal formé"})]
Texte = Annotated[str, Meta(pattern=r"\S", extra={"faute": "texte vide"})]
Type = Literal[*sorted(TYPES)]  # type: ignore[valid-type]
Choix = Annotated[tuple[Code, Texte], Meta(extra={"faute": "chaque choix s’écrit [code, libellé]"})]
Liste = Meta(min_length=1, extra={"faute": "liste vide"})
# An exact number: a text keeps its decimals.
Borne = int | str


class Table(Struct, kw_only=True):
    """Any table of a definition."""

    @classmethod
    def modele_de(cls, table: dict[str, Any]) -> "type[Table]":
        """The structure of one table where several may stand: itself, unless a subclass chooses."""
        return cls


class Nommee(Table, kw_only=True):
    """A table of a list, told from the others by its code."""

    code: Code


class RepetitionDefinie(Nommee, kw_only=True):
    singulier: Texte
    pluriel: Texte
    libelle: Texte
    ajout: bool = False
    libelle_depuis: tuple[Code, ...] = ()
    dans: Code = ""


class ChampDefini(Nommee, kw_only=True):
    libelle: Texte
    type: Type  # type: ignore[valid-type]
    aide: Texte = ""
    obligatoire: bool = True
    minimum: Borne | UnsetType = UNSET
    maximum: Borne | UnsetType = UNSET
    unite: Texte = ""
    choix: tuple[Choix, ...] = ()


class SectionDefinie(Nommee, kw_only=True):
    titre: Texte
    champs: Annotated[tuple[ChampDefini, ...], Liste]
    aide: Texte = ""
    repetition: Code = ""


class Definition(Table, kw_only=True):
    """The part that every definition has; the trade adds its top keys."""

    sections: Annotated[tuple[SectionDefinie, ...], Liste]
    repetitions: tuple[RepetitionDefinie, ...] = ()
