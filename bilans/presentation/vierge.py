"""A questionnaire on paper, before anybody opens it: what is asked, as one fills it in by hand.

A repetition is shown once, with what it is to be filled in for; a condition is written in words,
where a page would hide.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from bilans.presentation.conditions import NE_SAIT_PAS_EN_MOTS, en_mots
from bilans.presentation.questions import attendu, portee, repetee_par
from bilans.regles.questionnaire import (
    CHOIX_MULTIPLES,
    NOTE,
    SCORE,
    TABLEAU,
    Element,
    Groupe,
    Question,
    Questionnaire,
)
from portal.socle.formats import date_fr
from portal.socle.francais import compter

TITRE = "Questionnaire vierge"
INTRODUCTION = (
    "Ce document montre tout ce qui peut être demandé, pour rassembler les réponses avant d’ouvrir "
    "le questionnaire. Il ne se renvoie pas : les réponses se donnent sur le portail, qui ne pose "
    "que les questions qui vous concernent."
)
# Lines left to write on.
LIGNES = {"texte_long": 6, "texte": 1}
# Headings of a page: the questionnaire is the first, a section the second.
NIVEAU_MAX = 6


@dataclass(frozen=True)
class Tableau:
    """Cells to fill in: « colonnes » and « rangees » are labels, one row without a name for none.

    ``scores`` tells that each cell is one of these.
    """

    colonnes: tuple[str, ...]
    rangees: tuple[str, ...]
    scores: tuple[str, ...] = ()


@dataclass(frozen=True)
class Demande:
    """A question on paper, or a note when ``numero`` is 0.

    ``choix`` are boxes to tick; ``lignes`` how many lines are left to write on.
    """

    numero: int
    libelle: str
    aide: str
    attendu: str
    posee_si: str
    facultative: bool
    choix: tuple[str, ...] = ()
    lignes: int = 0
    tableau: Tableau | None = None
    ne_sait_pas: str = ""

    @property
    def lignes_a_ecrire(self) -> range:
        """One for each line, as templates go through them."""
        return range(self.lignes)


@dataclass(frozen=True)
class Rubrique:
    """A heading of level ``niveau`` and the questions right under it."""

    niveau: int
    titre: str
    aide: str
    portee: str
    posee_si: str
    demandes: tuple[Demande, ...]


@dataclass(frozen=True)
class Vierge:
    """The whole document."""

    questionnaire: str
    faits: tuple[tuple[str, str], ...]
    introduction: str
    rubriques: tuple[Rubrique, ...]
    titre: str = TITRE


def decrire(questionnaire: Questionnaire, annee: int | None = None) -> Vierge:
    """Put a questionnaire on paper; ``annee`` is the first year of the exercice, if there is one.

    Raises nothing: a draft may be printed.
    """
    numeros = count(1)
    return Vierge(
        questionnaire=questionnaire.titre,
        faits=tuple(_faits(questionnaire, annee)),
        introduction=INTRODUCTION,
        rubriques=tuple(
            rubrique
            for section in questionnaire.sections
            for rubrique in _rubriques(questionnaire, section, 2, numeros)
        ),
    )


def _faits(questionnaire: Questionnaire, annee: int | None) -> Iterator[tuple[str, str]]:
    yield "Questions", _combien(questionnaire)
    yield "Version", questionnaire.reference
    cadre = questionnaire.cadre
    dates = cadre.dates(annee) if cadre and annee is not None else None
    if dates:
        yield "À remplir", f"du {date_fr(dates[0])} au {date_fr(dates[1])} inclus"


def _combien(questionnaire: Questionnaire) -> str:
    """« 3 questions, puis 24 par thème »: how many are asked once, then on each row."""
    repetitions = Counter(
        repetee_par(place.dans)
        for place in questionnaire.places
        if isinstance(place.element, Question) and place.element.demande
    )
    une_fois = repetitions.pop("", 0)
    par_ligne = [f"{combien} par {ligne}" for ligne, combien in repetitions.items()]
    return ", puis ".join((compter(une_fois, "question"), *par_ligne))


def _rubriques(
    questionnaire: Questionnaire, groupe: Groupe, niveau: int, numeros: Iterator[int]
) -> Iterator[Rubrique]:
    """A group, then those within it: questions that follow one go on under its heading."""
    entete, suite = True, list[Demande]()
    for morceau in (*groupe.elements, None):
        if isinstance(morceau, Question):
            suite.append(_demande(questionnaire, morceau, numeros))
        elif entete or suite:
            yield _rubrique(questionnaire, groupe, niveau, tuple(suite), entete=entete)
            entete, suite = False, []
        if isinstance(morceau, Groupe):
            dessous = min(niveau + 1, NIVEAU_MAX)
            yield from _rubriques(questionnaire, morceau, dessous, numeros)


def _rubrique(
    questionnaire: Questionnaire,
    groupe: Groupe,
    niveau: int,
    demandes: tuple[Demande, ...],
    *,
    entete: bool,
) -> Rubrique:
    titre = groupe.titre or groupe.code
    if not entete:
        return Rubrique(niveau, f"{titre} (suite)", "", "", "", demandes)
    return Rubrique(
        niveau,
        titre,
        groupe.aide,
        portee(questionnaire, groupe),
        _posee_si(questionnaire, groupe),
        demandes,
    )


def _demande(questionnaire: Questionnaire, question: Question, numeros: Iterator[int]) -> Demande:
    pose = question.type != NOTE
    choix = tuple(libelle for _, libelle in question.options)
    return Demande(
        numero=next(numeros) if pose else 0,
        libelle=question.libelle,
        aide=question.aide,
        attendu=_attendu(question) if pose else "",
        posee_si=_posee_si(questionnaire, question),
        facultative=pose and not question.obligatoire,
        choix=() if question.colonnes else choix,
        lignes=_lignes(question) if pose else 0,
        tableau=_tableau(question),
        ne_sait_pas=NE_SAIT_PAS_EN_MOTS if question.ne_sait_pas else "",
    )


def _attendu(question: Question) -> str:
    """What boxes and tables show by themselves is not said; how many boxes are ticked is."""
    if question.type == TABLEAU or (question.options and question.type != CHOIX_MULTIPLES):
        return ""
    if question.type == SCORE:
        return "NC, 0, 1, 2 ou 3 pour chacun"
    return attendu(question)


def _lignes(question: Question) -> int:
    return 0 if question.options or question.colonnes else LIGNES.get(question.type, 1)


def _tableau(question: Question) -> Tableau | None:
    if not question.colonnes:
        return None
    scores = tuple(libelle for _, libelle in question.options) if question.type == SCORE else ()
    return Tableau(
        tuple(colonne.libelle for colonne in question.colonnes),
        tuple(libelle for _, libelle in question.rangees) or ("",),
        scores,
    )


def _posee_si(questionnaire: Questionnaire, element: Element) -> str:
    return "" if element.condition is None else en_mots(questionnaire, element.condition)
