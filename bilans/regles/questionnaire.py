"""A questionnaire is data: sections, groups, repetitions, questions, conditions between them.

One definition gives the form, the blank document, the dictionary of data, the columns of exports
and the comparison between versions (DOMAINE §5). A question is a field (``portal.saisie``), with
what only questionnaires ask for; a code is unique in the whole questionnaire, so that it designates
one answer, or one per row.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from bilans.regles.cadre import Cadre
from portal.saisie.regles.champs import TYPES as TYPES_SAISIS
from portal.saisie.regles.champs import Champ
from portal.saisie.regles.conditions import Condition
from portal.saisie.regles.structure import Section
from portal.saisie.regles.valeurs import Valeur

# An answer of its own, distinct from none, where the question allows it.
NE_SAIT_PAS = "ne_sait_pas"

CHOIX_MULTIPLES = "choix_multiples"
SCORE = "score"
TABLEAU = "tableau"
FICHIER = "fichier"
NOTE = "note"
# A note says something and asks for nothing.
TYPES = TYPES_SAISIS | {SCORE, TABLEAU, FICHIER, NOTE}

# NC is neutral (« non concerné »); the others are counted out of 3 (S, DOMAINE §5).
SCORES = (("NC", "Non concerné"), ("0", "0"), ("1", "1"), ("2", "2"), ("3", "3"))

# Where the rows of a repetition come from.
THEMES, POSTES, COLLECTIFS, LIEUX = "themes", "postes", "collectifs", "lieux"
CONNUES = (THEMES, POSTES, COLLECTIFS, LIEUX)
LISTE, NOMBRE, AJOUT = "liste", "nombre", "ajout"
ORIGINES = (*CONNUES, LISTE, NOMBRE, AJOUT)
LIGNES_MAX = 100
PROFONDEUR_REPETITIONS = 2

Choix = tuple[tuple[str, str], ...]
# Where an element stands in the definition: second of the first section is (0, 1).
Rang = tuple[int, ...]


@dataclass(frozen=True)
class Colonne:
    """A column of a score or of a table: each of its cells is an answer of type ``type``."""

    code: str
    libelle: str
    type: str = SCORE


@dataclass(frozen=True)
class Question(Champ):
    """One question.

    It is asked when ``condition`` holds; its answer stands when ``contrainte`` does, otherwise the
    respondent reads ``message``. ``moins`` and ``plus`` bound how many choices are made;
    an exclusive choice stands alone. ``reprise`` lets last year's answer be carried over;
    ``partage`` is the code of the figure of the declaration that must agree (C15). A score or a
    table has ``colonnes``; a table has ``rangees`` too.
    """

    condition: Condition | None = None
    contrainte: Condition | None = None
    message: str = ""
    ne_sait_pas: bool = False
    reprise: bool = False
    partage: str = ""
    moins: int | None = None
    plus: int | None = None
    exclusifs: tuple[str, ...] = ()
    colonnes: tuple[Colonne, ...] = ()
    rangees: Choix = ()

    @cached_property
    def demande(self) -> bool:
        """Tell whether an answer is asked for."""
        return self.type != NOTE

    @cached_property
    def options(self) -> Choix:
        return SCORES if self.type == SCORE else super().options

    @cached_property
    def a_part(self) -> Choix:
        return ((NE_SAIT_PAS, "Ne sait pas"),) if self.ne_sait_pas else ()

    def est_ne_sait_pas(self, valeur: Valeur) -> bool:
        """Tell whether the respondent says not to know, where the question allows it."""
        return self.ne_sait_pas and valeur == NE_SAIT_PAS

    @cached_property
    def cases(self) -> "tuple[Question, ...]":
        """The question itself, or each of its cells: « bilan.famille », « etp.cadres.femmes »."""
        if not self.colonnes:
            return (self,)
        rangees = self.rangees or (("", ""),)
        return tuple(
            replace(
                self,
                code=".".join(filter(None, (self.code, rangee, colonne.code))),
                libelle=" – ".join(filter(None, (self.libelle, nom, colonne.libelle))),
                type=colonne.type,
                colonnes=(),
                rangees=(),
            )
            for rangee, nom in rangees
            for colonne in self.colonnes
        )


@dataclass(frozen=True)
class Repetition:
    """What makes a group repeated, and where its rows come from.

    ``origine`` is one of ORIGINES: rows known beside the answers (themes of the CTG, postes,
    collectifs, lieux), those of ``liste``, as many as ``nombre`` says – a number, or the code of a
    question asked before –, or those that respondents add. ``singulier`` names a row.
    """

    origine: str
    singulier: str = ""
    liste: Choix = ()
    nombre: int | str | None = None


@dataclass(frozen=True)
class Groupe:
    """A section, or a group within one, shown when ``condition`` holds: on each row if repeated.

    ``marque`` tells where what it asks for comes from: S, P or H (DOMAINE); "" as for the group
    around it.
    """

    code: str
    titre: str
    elements: "tuple[Question | Groupe, ...]" = ()
    aide: str = ""
    condition: Condition | None = None
    repetition: Repetition | None = None
    marque: str = ""


Element = Question | Groupe


@dataclass(frozen=True)
class Place:
    """An element in the definition: its rank, and the groups around it from the outermost."""

    rang: Rang
    element: Element
    dans: tuple[Groupe, ...] = ()

    @cached_property
    def repetitions(self) -> tuple[str, ...]:
        """Codes of the repetitions it stands in, a repeated group standing in its own."""
        ici = (*self.dans, self.element) if isinstance(self.element, Groupe) else self.dans
        return tuple(groupe.code for groupe in ici if groupe.repetition)

    @cached_property
    def section(self) -> Section[Question]:
        """The nearest heading above a question, as pages of entry know it."""
        groupe = self.dans[-1]
        champs = tuple(e for e in groupe.elements if isinstance(e, Question))
        return Section(groupe.code, groupe.titre, champs, groupe.aide, *self.repetitions[-1:])

    @property
    def marque(self) -> str:
        """Where what it asks for comes from (S, P or H), as the nearest group around says it."""
        ici = (*self.dans, self.element) if isinstance(self.element, Groupe) else self.dans
        return next((groupe.marque for groupe in reversed(ici) if groupe.marque), "")


@dataclass(frozen=True)
class Questionnaire:
    """A version of a questionnaire. ``sections`` are the groups that stand in no other.

    ``cadre`` is None for one that nobody is asked yet: a draft, or what was just imported.
    """

    code: str
    version: str
    titre: str
    sections: tuple[Groupe, ...] = ()
    cadre: Cadre | None = None

    @property
    def reference(self) -> str:
        """Name written on what is answered: « clas-1 »."""
        return f"{self.code}-{self.version}"

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every group and question, in reading order."""
        return tuple(_parcourir(self.sections, (), ()))

    @cached_property
    def par_rang(self) -> dict[Rang, Place]:
        return {place.rang: place for place in self.places}

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions that ask for an answer, in reading order, each once whatever its rows."""
        return tuple(
            p.element for p in self.places if isinstance(p.element, Question) and p.element.demande
        )

    @cached_property
    def par_code(self) -> dict[str, Place]:
        """Where each code stands: groups, questions, and the cells of tables."""
        places: dict[str, Place] = {}
        for place in self.places:
            if isinstance(place.element, Question):
                for case in place.element.cases:
                    places.setdefault(case.code, Place(place.rang, case, place.dans))
            places.setdefault(place.element.code, place)
        return places

    def ajoute_des_lignes(self, repetition: str) -> bool:
        """Tell whether respondents add the rows of a repetition, named by its path."""
        place = self.par_code.get(repetition.rpartition(".")[2])
        groupe = place.element if place else None
        return (
            isinstance(groupe, Groupe)
            and groupe.repetition is not None
            and groupe.repetition.origine == AJOUT
        )


def _parcourir(
    elements: tuple[Element, ...], rang: Rang, dans: tuple[Groupe, ...]
) -> Iterator[Place]:
    for numero, element in enumerate(elements):
        yield Place((*rang, numero), element, dans)
        if isinstance(element, Groupe):
            yield from _parcourir(element.elements, (*rang, numero), (*dans, element))
