"""From the rows of a LimeSurvey structure to a questionnaire, then the same checks as ours."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bilans.imports.limesurvey.expressions import Choisi, cases_de, traduire
from bilans.imports.limesurvey.questions import Lecture
from bilans.imports.limesurvey.rangees import (
    AIDE,
    CLASSE,
    FEUILLE,
    NOM,
    RELEVANCE,
    TEXTE,
    TYPE,
    GroupeLu,
    lire_rangees,
    lire_structure,
)
from bilans.imports.resultat import Import, Releve
from bilans.imports.xlsform.lecture import code_de_fichier
from bilans.messages import en_phrase
from bilans.regles.questionnaire import Element, Groupe, Question, Questionnaire, Rang
from bilans.regles.verification import verifier
from portal.saisie.regles.conditions import Condition

SANS_QUESTION = "Ce fichier ne pose aucune question."
COLONNES = {
    "code": NOM,
    "libelle": TEXTE,
    "condition": RELEVANCE,
    "minimum": "min_num_value_n",
    "maximum": "max_num_value_n",
    "moins": "min_answers",
    "plus": "max_answers",
    "exclusifs": "exclude_all_others",
}
ORDRE = (CLASSE, TYPE, NOM, RELEVANCE, TEXTE, AIDE, "language", "mandatory")


def lire_limesurvey(lignes: Sequence[Sequence[str]], nom: str) -> Import:
    """Return the questionnaire of a structure, or every mistake; ``nom`` is that of the file."""
    releve = Releve()
    rangees = lire_rangees(lignes, releve)
    structure = lire_structure(rangees, releve)
    if not any(groupe.questions for groupe in structure.groupes):
        releve.noter(FEUILLE, 1, CLASSE, SANS_QUESTION)
    construction = _Construction(structure.groupes, releve)
    questionnaire = Questionnaire(
        code_de_fichier(nom), "1", structure.titre or nom, construction.sections
    )
    construction.verifier(questionnaire)
    entetes = [texte.strip().casefold() for texte in lignes[0]] if lignes else []
    erreurs = releve.dans_l_ordre([FEUILLE], {FEUILLE: (*entetes, *ORDRE)})
    return Import(None, erreurs) if erreurs else Import(questionnaire)


class _Construction:
    """Builds sections, remembering the row of each element, then puts conditions in our terms."""

    def __init__(self, groupes: Sequence[GroupeLu], releve: Releve) -> None:
        self._releve, self._lecture = releve, Lecture(releve)
        self._lignes: dict[Rang, int] = {}
        sections = [self._groupe(groupe, (rang,)) for rang, groupe in enumerate(groupes)]
        questions = {q.code: q for s in sections for q in s.elements if isinstance(q, Question)}
        cases = {nom: case for q in questions.values() for nom, case in cases_de(q).items()}
        self.sections = tuple(_traduits(section, questions, cases) for section in sections)

    def verifier(self, questionnaire: Questionnaire) -> None:
        """Note what the checks of any questionnaire find, each at its cell."""
        for anomalie in verifier(questionnaire, frozenset(self._lecture.inutilisables)):
            if anomalie.propriete == "choix":
                continue  # told of the rows of the choices already
            ligne = self._lignes[anomalie.rang]
            colonne = COLONNES.get(anomalie.propriete, TYPE)
            self._releve.noter(FEUILLE, ligne, colonne, en_phrase(anomalie))

    def _groupe(self, lu: GroupeLu, rang: Rang) -> Groupe:
        """LimeSurvey names a group by its title only: its code is its rank."""
        self._lignes[rang] = lu.rangee.ligne
        elements: list[Element] = []
        for numero, question in enumerate(lu.questions):
            self._lignes[(*rang, numero)] = question.rangee.ligne
            elements.append(self._lecture.question(question))
        return Groupe(
            code=f"groupe_{rang[0] + 1}",
            titre=self._lecture.texte(lu.rangee, NOM),
            aide=self._lecture.texte(lu.rangee, TEXTE),
            condition=self._lecture.condition(lu.rangee),
            elements=tuple(elements),
        )


def _traduits(
    section: Groupe, questions: Mapping[str, Question], cases: Mapping[str, Choisi]
) -> Groupe:
    def traduite(condition: Condition | None) -> Condition | None:
        return None if condition is None else traduire(condition, questions, cases)

    elements = tuple(replace(e, condition=traduite(e.condition)) for e in section.elements)
    return replace(section, condition=traduite(section.condition), elements=elements)
