"""A question of LimeSurvey and what hangs below it become one of ours."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from bilans.imports.limesurvey.expressions import lire_relevance
from bilans.imports.limesurvey.rangees import (
    AIDE,
    CLASSE,
    FEUILLE,
    LAISSEES,
    NOM,
    RELEVANCE,
    RIEN,
    TEXTE,
    TYPE,
    QuestionLue,
)
from bilans.imports.limesurvey.textes import TexteRefuse, en_clair
from bilans.imports.rangee import Rangee
from bilans.imports.resultat import Releve
from bilans.imports.xlsform.mots import ExpressionRefusee
from bilans.regles.questionnaire import CHOIX_MULTIPLES, NE_SAIT_PAS, NOTE, Question
from bilans.regles.verification.elements import CODE_DE_CHOIX
from portal.saisie.regles.conditions import Condition

TYPES: Mapping[str, str] = {
    "S": "texte",
    "T": "texte_long",
    "U": "texte_long",
    "N": "nombre",
    "Y": "oui_non",
    "L": "choix",
    "!": "choix",
    "M": CHOIX_MULTIPLES,
    "D": "date",
    "|": "fichier",
    "X": NOTE,
}
# What choices are called below a question that has them.
DESSOUS = {"choix": "A", CHOIX_MULTIPLES: "SQ"}
# Columns read of a question, beside those of every row.
LUES = {
    "nombre": frozenset({"suffix", "num_value_int_only", "min_num_value_n", "max_num_value_n"}),
    CHOIX_MULTIPLES: frozenset({"min_answers", "max_answers", "exclude_all_others"}),
}
DE_TOUTES = LAISSEES | {CLASSE, TYPE, NOM, RELEVANCE, TEXTE, AIDE, "language", "mandatory"}

TYPE_REFUSE = "Le type « {} » n’est pas pris en charge."
PAS_LUE = "« {} » n’est pas pris en charge."
PAS_ATTENDUE = "Cette ligne n’est pas attendue sous une question de ce type."
CHOIX_MAL_FORME = "« {} » ne peut pas être le code d’un choix."
EN_DOUBLE = "Le choix « {} » est déjà dans cette question."
SANS_LIBELLE = "Le libellé manque."
PAS_UN_NOMBRE = "« {} » n’est pas un nombre."
SANS_CHOIX = "Aucun choix ne suit cette question."


class Lecture:
    """Reads questions one by one, noting what cannot be."""

    def __init__(self, releve: Releve) -> None:
        self._releve = releve
        # Codes whose type is not read: what is compared with them is not judged.
        self.inutilisables: set[str] = set()

    def question(self, lue: QuestionLue) -> Question:
        """Return the question of a row and of those below, as far as they can be read."""
        rangee = lue.rangee
        genre = TYPES.get(rangee[TYPE], "")
        libelle = self.texte(rangee, TEXTE)
        if not libelle:
            self._noter(rangee, TEXTE, SANS_LIBELLE)
        if not genre:
            self._noter(rangee, TYPE, TYPE_REFUSE.format(rangee[TYPE]))
            self.inutilisables.add(rangee[NOM])
        question = Question(
            code=rangee[NOM],
            libelle=libelle,
            type=genre or "texte",
            aide=self.texte(rangee, AIDE),
            condition=self.condition(rangee),
        )
        if question.demande:
            question = replace(question, obligatoire=self._obligatoire(rangee))
        if not genre:
            return question
        self._refuser_le_reste(rangee, DE_TOUTES | LUES.get(genre, frozenset()))
        if genre == "nombre":
            return self._nombre(rangee, question)
        return self._choix(lue, question)

    def condition(self, rangee: Rangee) -> Condition | None:
        """The relevance of a row, None when it is always shown or cannot be read."""
        try:
            return lire_relevance(rangee[RELEVANCE])
        except ExpressionRefusee as refus:
            self._noter(rangee, RELEVANCE, str(refus))
            return None

    def texte(self, rangee: Rangee, colonne: str) -> str:
        try:
            return en_clair(rangee[colonne])
        except TexteRefuse as refus:
            self._noter(rangee, colonne, str(refus))
            return rangee[colonne]

    def _obligatoire(self, rangee: Rangee) -> bool:
        if rangee["mandatory"] not in ("", "Y", "N"):
            self._noter(rangee, "mandatory", PAS_LUE.format(rangee["mandatory"]))
        return rangee["mandatory"] == "Y"

    def _nombre(self, rangee: Rangee, question: Question) -> Question:
        return replace(
            question,
            type="entier" if rangee["num_value_int_only"] == "1" else "nombre",
            unite=rangee["suffix"],
            minimum=self._borne(rangee, "min_num_value_n"),
            maximum=self._borne(rangee, "max_num_value_n"),
        )

    def _choix(self, lue: QuestionLue, question: Question) -> Question:
        attendue = DESSOUS.get(question.type)
        choix: dict[str, str] = {}
        for rangee in lue.dessous:
            code = rangee[NOM]
            if rangee[CLASSE] != attendue or rangee[TYPE] not in RIEN:
                self._noter(rangee, CLASSE, PAS_ATTENDUE)
            elif not CODE_DE_CHOIX.fullmatch(code) or code == NE_SAIT_PAS:
                self._noter(rangee, NOM, CHOIX_MAL_FORME.format(code))
            elif code in choix:
                self._noter(rangee, NOM, EN_DOUBLE.format(code))
            else:
                choix[code] = self._libelle_de_choix(rangee)
        if attendue and not choix:
            self._noter(lue.rangee, TYPE, SANS_CHOIX)
        if question.type != CHOIX_MULTIPLES:
            return replace(question, choix=tuple(choix.items()))
        return self._plusieurs(lue.rangee, replace(question, choix=tuple(choix.items())))

    def _plusieurs(self, rangee: Rangee, question: Question) -> Question:
        moins, plus = (self._borne(rangee, nom) for nom in ("min_answers", "max_answers"))
        return replace(
            question,
            moins=None if moins is None else int(moins),
            plus=None if plus is None else int(plus),
            exclusifs=tuple(c for c in rangee["exclude_all_others"].split(";") if c),
        )

    def _libelle_de_choix(self, rangee: Rangee) -> str:
        if rangee[RELEVANCE] not in ("", "1"):
            self._noter(rangee, RELEVANCE, PAS_LUE.format(rangee[RELEVANCE]))
        self._refuser_le_reste(rangee, DE_TOUTES)
        if not rangee[TEXTE]:
            self._noter(rangee, TEXTE, SANS_LIBELLE)
        return self.texte(rangee, TEXTE)

    def _borne(self, rangee: Rangee, colonne: str) -> Decimal | None:
        texte = rangee[colonne]
        entier = texte.removeprefix("-")
        if not texte:
            return None
        if not (entier.isascii() and entier.isdecimal() and len(entier) < 10):
            self._noter(rangee, colonne, PAS_UN_NOMBRE.format(texte))
            return None
        return Decimal(texte)

    def _refuser_le_reste(self, rangee: Rangee, lues: frozenset[str]) -> None:
        for colonne, valeur in rangee.cellules.items():
            if colonne not in lues and valeur not in RIEN:
                self._noter(rangee, colonne, PAS_LUE.format(colonne))

    def _noter(self, rangee: Rangee, colonne: str, message: str) -> None:
        self._releve.noter(FEUILLE, rangee.ligne, colonne, message)
