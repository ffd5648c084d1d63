"""The rows of the « survey » and « choices » sheets of a questionnaire."""

from dataclasses import dataclass

from bilans.exports.xlsform.expressions import Indicible, ecrire_expression
from bilans.imports.xlsform.colonnes import CITATION, SURVEY
from bilans.imports.xlsform.colonnes import LUES as COLONNES
from bilans.regles.questionnaire import (
    AJOUT,
    CHOIX_MULTIPLES,
    NOMBRE,
    Choix,
    Element,
    Groupe,
    Question,
    Questionnaire,
)
from portal.saisie.regles.champs import DECIMALES, SAISIE
from portal.saisie.regles.conditions import Condition

TYPES = {"texte": "text", "texte_long": "text", "date": "date", "fichier": "file", "note": "note"}
LISTE_OUI_NON = "oui_non"
# What a question may be beside what XLSForm says of one, and the words for it.
INDICIBLES = {
    "ne_sait_pas": "« ne sait pas »",
    "reprise": "la reprise de l’an dernier",
    "partage": "le chiffre partagé avec la déclaration",
    "unite": "l’unité",
    "moins": "le nombre de choix au moins",
    "plus": "le nombre de choix au plus",
    "exclusifs": "les choix exclusifs",
}


@dataclass(frozen=True)
class Ecart:
    """What the XLSForm does not say of an element, in French."""

    code: str
    message: str


class Rangees:
    """Writes rows one by one, noting what cannot be said."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.survey: list[dict[str, str]] = []
        self.listes: dict[str, Choix] = {}
        self.ecarts: list[Ecart] = []
        self._noms = _noms(questionnaire)
        if questionnaire.cadre is not None:
            self._noter(questionnaire.code, "le cadre : sujet, exercices, personnes et dates")
        self.titre = self._texte(questionnaire.code, questionnaire.titre)
        for section in questionnaire.sections:
            self._element(section)

    def _element(self, element: Element) -> None:
        if isinstance(element, Groupe):
            self._groupe(element)
        elif element.colonnes:
            self._cases(element)
        else:
            self._question(element)

    def _groupe(self, groupe: Groupe) -> None:
        genre = "repeat" if groupe.repetition else "group"
        if groupe.marque:
            self._noter(groupe.code, "la marque")
        self._ajouter(
            type=f"begin_{genre}",
            name=groupe.code,
            label=self._texte(groupe.code, groupe.titre),
            hint=self._texte(groupe.code, groupe.aide),
            relevant=self._expression(groupe.code, groupe.condition),
            repeat_count=self._nombre(groupe),
        )
        for element in groupe.elements:
            self._element(element)
        self._ajouter(type=f"end_{genre}")

    def _nombre(self, groupe: Groupe) -> str:
        repetition = groupe.repetition
        if repetition is None:
            return ""
        if repetition.origine not in (NOMBRE, AJOUT):
            self._noter(groupe.code, "les lignes de la répétition, connues d’avance")
        if repetition.singulier:
            self._noter(groupe.code, "le nom d’une ligne")
        nombre = repetition.nombre
        return (
            f"${{{self._noms.get(nombre, nombre)}}}"
            if isinstance(nombre, str)
            else str(nombre or "")
        )

    def _cases(self, question: Question) -> None:
        """A score or a table is a group of its cells: XLSForm has neither."""
        self._noter(question.code, "la présentation en tableau")
        self._ajouter(
            type="begin_group",
            name=question.code,
            label=self._texte(question.code, question.libelle),
            hint=self._texte(question.code, question.aide),
            relevant=self._expression(question.code, question.condition),
        )
        for case in question.cases:
            self._question(case, dans=True)
        self._ajouter(type="end_group")

    def _question(self, question: Question, *, dans: bool = False) -> None:
        for nom, mots in INDICIBLES.items():
            if getattr(question, nom) and not dans:
                self._noter(question.code, mots)
        if question.origine != SAISIE:
            self._noter(question.code, "l’origine de la réponse")
        self._ajouter(
            type=self._type(question),
            name=self._noms.get(question.code, question.code),
            label=self._texte(question.code, question.libelle),
            hint="" if dans else self._texte(question.code, question.aide),
            required="yes" if question.obligatoire and question.demande else "",
            relevant="" if dans else self._expression(question.code, question.condition),
            constraint=self._contrainte(question),
            constraint_message=self._texte(question.code, question.message),
            appearance="multiline" if question.type == "texte_long" else "",
        )

    def _type(self, question: Question) -> str:
        if question.type in TYPES:
            return TYPES[question.type]
        if question.type in DECIMALES:
            if question.type not in ("entier", "nombre"):
                self._noter(question.code, "le genre du nombre")
            return "decimal" if question.decimales else "integer"
        genre = "select_multiple" if question.type == CHOIX_MULTIPLES else "select_one"
        return f"{genre} {self._liste(question)}"

    def _liste(self, question: Question) -> str:
        """The list of these choices, one for all that offer the same."""
        options = tuple((c, self._texte(question.code, mots)) for c, mots in question.options)
        for nom, choix in self.listes.items():
            if choix == options:
                return nom
        defaut = LISTE_OUI_NON if question.type == "oui_non" else self._noms[question.code]
        nom = defaut
        while nom in self.listes:
            nom = f"{nom}_"
        self.listes[nom] = options
        return nom

    def _contrainte(self, question: Question) -> str:
        """Bounds, then the constraint: « . >= 0 and . <= 12 and (…) »."""
        morceaux = []
        if question.est_numerique:
            bornes = ((">=", question.minimum), ("<=", question.maximum))
            morceaux = [f". {signe} {borne:f}" for signe, borne in bornes if borne is not None]
        if question.contrainte is not None:
            ecrite = self._expression(question.code, question.contrainte)
            morceaux += [f"({ecrite})" if morceaux else ecrite] if ecrite else []
        return " and ".join(morceaux)

    def _expression(self, code: str, condition: Condition | None) -> str:
        if condition is None:
            return ""
        try:
            return ecrire_expression(condition, self._noms)
        except Indicible as refus:
            self._noter(code, f"une condition : {refus}")
            return ""

    def _texte(self, code: str, texte: str) -> str:
        """A text that people read; in XLSForm « ${ » would begin the answer to a question."""
        if CITATION in texte:
            self._noter(code, f"« {CITATION} » dans un texte")
        return texte.replace(CITATION, " ".join(CITATION))

    def _noter(self, code: str, message: str) -> None:
        self.ecarts.append(Ecart(code, message))

    def _ajouter(self, **cellules: str) -> None:
        self.survey.append({colonne: cellules.get(colonne, "") for colonne in COLONNES[SURVEY]})


def _noms(questionnaire: Questionnaire) -> dict[str, str]:
    """A name for each code: « bilan_famille » for the cell « bilan.famille », never taken twice."""
    noms = {code: code for code in questionnaire.par_code if "." not in code}
    pris = {code.casefold() for code in noms}
    for code in questionnaire.par_code:
        if code in noms:
            continue
        nom = code.replace(".", "_")
        while nom.casefold() in pris:
            nom = f"{nom}_"
        noms[code] = nom
        pris.add(nom.casefold())
    return noms
