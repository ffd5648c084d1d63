"""Keys of a questionnaire file, beside those of every definition (``portal.saisie.definitions``)::

    code = "bilan_clas"
    version = "1"
    titre = "Bilan du CLAS"

    [cadre]                          # subject, exercices, people, dates; none for a draft

    [[sections]]                     # code, titre, aide
    condition = { … }                # shown when it holds (``conditions_ecrites``)
    repetition = { origine = "nombre", nombre = "n", singulier = "Collectif" }
    marque = "S"

    [[sections.champs]]              # a question: code, libelle, type, aide, obligatoire, …
    ne_sait_pas = true

    [[sections.champs]]              # or a group, as a section within
    code = "seances"
    type = "groupe"

A schema says what each key may hold; whether the whole stands is said by
``bilans.regles.verification``, of files as of imports.
"""

from typing import Annotated, Any, Literal

from msgspec import Meta

from bilans.regles.cadre import ACCOMPAGNANTS, AUTEURS, SUJETS
from portal.saisie.definitions.schema import ChampDefini, Liste, Nommee, Table, Texte
from portal.saisie.regles.champs import SAISIE

GROUPE = "groupe"
MARQUES = ("S", "P", "H")

Paire = Annotated[tuple[str, str], Meta(extra={"faute": "chaque choix s’écrit [code, libellé]"})]
Jour = Annotated[
    tuple[int, int, int],
    Meta(extra={"faute": "un jour s’écrit [jour, mois, années après le début]"}),
]
Condition = dict[str, Any]
Marque = Literal[*MARQUES]  # type: ignore[valid-type]
Auteur = Literal[*AUTEURS]  # type: ignore[valid-type]


class CadreDefini(Table, kw_only=True):
    sujet: Literal[*SUJETS]  # type: ignore[valid-type]
    debut: int
    remplit: Annotated[tuple[Auteur, ...], Liste]
    envoie: Auteur
    source: Texte
    marque: Marque
    dispositif: Texte = ""
    fin: int | None = None
    accompagne: tuple[Literal[*ACCOMPAGNANTS], ...] = ()  # type: ignore[valid-type]
    ouverture: Jour | None = None
    fermeture: Jour | None = None


class RepetitionDeGroupe(Table, kw_only=True):
    origine: Texte
    singulier: Texte = ""
    liste: tuple[Paire, ...] = ()
    nombre: int | str | None = None


class ElementDefini(Nommee, kw_only=True):
    """What stands in a section: a question, or a group when its type says so."""

    code: Texte

    @classmethod
    def modele_de(cls, table: dict[str, Any]) -> type[Table]:
        return GroupeDefini if table.get("type") == GROUPE else QuestionDefinie


class QuestionDefinie(ChampDefini, kw_only=True):
    """A field; its codes and its type are judged with those of imports (``verification``)."""

    code: Texte
    type: Texte
    choix: tuple[Paire, ...] = ()
    origine: Texte = SAISIE
    message: Texte = ""
    ne_sait_pas: bool = False
    reprise: bool = False
    partage: Texte = ""
    moins: int | None = None
    plus: int | None = None
    exclusifs: tuple[str, ...] = ()
    # [code, label], or [code, label, type].
    colonnes: tuple[tuple[str, ...], ...] = ()
    rangees: tuple[Paire, ...] = ()
    condition: Condition | None = None
    contrainte: Condition | None = None


class GroupeDefini(ElementDefini, kw_only=True):
    champs: tuple[ElementDefini, ...]
    type: Literal[GROUPE] = GROUPE  # type: ignore[valid-type]
    titre: Texte = ""
    aide: Texte = ""
    condition: Condition | None = None
    repetition: RepetitionDeGroupe | None = None
    marque: Marque | None = None


class SectionDefinie(GroupeDefini, kw_only=True):
    """A group that stands in no other."""

    @classmethod
    def modele_de(cls, table: dict[str, Any]) -> type[Table]:
        return cls


class QuestionnaireDefini(Table, kw_only=True):
    code: Texte
    version: Texte
    titre: Texte
    sections: Annotated[tuple[SectionDefinie, ...], Liste]
    cadre: CadreDefini | None = None
