"""The rows of a LimeSurvey structure: groups, their questions, and what hangs below each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bilans.imports.rangee import ABSENTE, Rangee
from bilans.imports.resultat import Releve

# A text file has no sheet.
FEUILLE = ""
CLASSE, TYPE, NOM, RELEVANCE, TEXTE, AIDE = (
    "class",
    "type/scale",
    "name",
    "relevance",
    "text",
    "help",
)
EXIGEES = (CLASSE, TYPE, NOM, RELEVANCE, TEXTE)
# Columns that say nothing of what is asked: numbers of rows, the look, what is for the tool alone.
LAISSEES = frozenset(
    {"id", "related_id", "gid", "qid", "same_default", "same_script", "question_theme_name"}
)
# Values that ask for nothing.
RIEN = frozenset({"", "0", "N", "1|1"})
# Settings, texts of welcome, e-mails, quotas of the tool that ran it: only the title is kept.
D_OUTIL = frozenset({"S", "SL"})
CLASSES = D_OUTIL | {"G", "Q", "SQ", "A"}

CLASSE_INCONNUE = "La classe « {} » n’est pas prise en charge."
SANS_GROUPE = "Cette question n’est dans aucun groupe."
SANS_QUESTION = "Cette ligne n’est sous aucune question."
AUTRE_LANGUE = "La langue « {} » n’est pas prise en charge : seul le français est repris."


@dataclass
class QuestionLue:
    rangee: Rangee
    dessous: list[Rangee] = field(default_factory=list)


@dataclass
class GroupeLu:
    rangee: Rangee
    questions: list[QuestionLue] = field(default_factory=list)


@dataclass
class Structure:
    titre: str = ""
    groupes: list[GroupeLu] = field(default_factory=list)


def lire_rangees(lignes: Sequence[Sequence[str]], releve: Releve) -> tuple[Rangee, ...]:
    """Name the cells of each row by the headings of the first."""
    entetes = [texte.strip().casefold() for texte in lignes[0]] if lignes else []
    for colonne in EXIGEES:
        if colonne not in entetes:
            releve.noter(FEUILLE, 1, colonne, ABSENTE.format(colonne))
    return tuple(
        Rangee(
            numero,
            {
                entete: texte.strip()
                for entete, texte in zip(entetes, ligne, strict=False)
                if entete and texte.strip()
            },
        )
        for numero, ligne in enumerate(lignes[1:], start=2)
        if any(texte.strip() for texte in ligne)
    )


def lire_structure(rangees: Sequence[Rangee], releve: Releve) -> Structure:
    """Put questions in their groups, and choices below their questions."""
    structure = Structure()
    for rangee in _en_francais(rangees, releve):
        classe = rangee[CLASSE]
        if classe in D_OUTIL:
            if rangee[NOM] == "surveyls_title":
                structure.titre = rangee[TEXTE]
        elif classe == "G":
            structure.groupes.append(GroupeLu(rangee))
        elif not structure.groupes:
            releve.noter(FEUILLE, rangee.ligne, CLASSE, SANS_GROUPE)
        elif classe == "Q":
            structure.groupes[-1].questions.append(QuestionLue(rangee))
        elif not structure.groupes[-1].questions:
            releve.noter(FEUILLE, rangee.ligne, CLASSE, SANS_QUESTION)
        else:
            structure.groupes[-1].questions[-1].dessous.append(rangee)
    return structure


def _en_francais(rangees: Sequence[Rangee], releve: Releve) -> Iterator[Rangee]:
    """The rows of classes that are read; another language is refused, once for each."""
    refusees: set[str] = set()
    for rangee in rangees:
        langue = rangee["language"]
        if rangee[CLASSE] not in CLASSES:
            releve.noter(FEUILLE, rangee.ligne, CLASSE, CLASSE_INCONNUE.format(rangee[CLASSE]))
        elif langue and langue.partition("-")[0] != "fr":
            if langue not in refusees:
                releve.noter(FEUILLE, rangee.ligne, "language", AUTRE_LANGUE.format(langue))
            refusees.add(langue)
        else:
            yield rangee
