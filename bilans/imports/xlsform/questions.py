"""One row of the « survey » sheet becomes a question: its cells, each read or refused."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from bilans.imports.resultat import Releve
from bilans.imports.xlsform.arbre import Noeud
from bilans.imports.xlsform.colonnes import SURVEY
from bilans.imports.xlsform.expressions import ExpressionRefusee, lire_expression
from bilans.imports.xlsform.feuilles import NON
from bilans.imports.xlsform.types import DEBUT_REPETITION, MUETS, NOTE
from bilans.regles.questionnaire import (
    AJOUT,
    CHOIX_MULTIPLES,
    NOMBRE,
    Choix,
    Question,
    Repetition,
)
from portal.saisie.regles.champs import DECIMALES, REPONSES
from portal.saisie.regles.conditions import (
    AU_MOINS,
    AU_PLUS,
    CetteReponse,
    Comparaison,
    Condition,
    Toutes,
)

RESERVE = "meta"
OUI = frozenset({"yes", "true", "true()"})
SANS_LIBELLE = "Le libellé manque."
SANS_NOM = "Le nom manque."
NOM_RESERVE = "« meta » est réservé par XLSForm."
LISTE_INCONNUE = "La liste « {} » n’existe pas dans la feuille « choices »."
HORS_DE_PROPOS = "Cette colonne n’est pas attendue pour ce type."
OBLIGATOIRE = "« {} » n’est pas reconnu : écrivez yes ou no."
APPARENCE = "L’apparence « {} » n’est pas prise en charge."
NOMBRE_DE_FOIS = "Un nombre, ou une seule question de la forme ${{code}}, est attendu : pas « {} »."
_REFERENCE = re.compile(r"\$\{([^{}\s]+)\}")
# Columns that say nothing of a note, of a group, of a repetition.
D_UNE_QUESTION = ("required", "constraint", "constraint_message", "appearance")


class Lecture:
    """Reads rows one by one, noting what cannot be; without lists, none is said to be missing."""

    def __init__(self, listes: Mapping[str, Choix] | None, releve: Releve) -> None:
        self._listes, self._releve = listes, releve
        # Codes whose type is not read: what is compared with them is not judged.
        self.inutilisables: set[str] = set()

    def code(self, noeud: Noeud) -> str:
        """The name of a row; one made up, that nobody can type, for those without."""
        nom = noeud.rangee["name"]
        if not nom:
            self._noter(noeud, "name", SANS_NOM)
        if nom == RESERVE:
            self._noter(noeud, "name", NOM_RESERVE)
        return nom or f"_ligne_{noeud.ligne}"

    def question(self, noeud: Noeud) -> Question:
        """Return the question of a row, as far as it can be read."""
        code = self.code(noeud)
        if not noeud.rangee["label"] and noeud.rangee["type"] not in MUETS:
            self._noter(noeud, "label", SANS_LIBELLE)
        self._refuser_hors_de_propos(noeud, ("repeat_count",))
        question = replace(
            self._genre(noeud, code),
            aide=noeud.rangee["hint"],
            condition=self.condition(noeud, "relevant"),
        )
        if noeud.type.role == NOTE:
            self._refuser_hors_de_propos(noeud, D_UNE_QUESTION)
            return question
        question = self._contraindre(question, self.condition(noeud, "constraint"))
        question = replace(
            question,
            obligatoire=self._obligatoire(noeud),
            message=noeud.rangee["constraint_message"],
        )
        if noeud.refuse:
            self.inutilisables.add(code)
            return replace(question, contrainte=None)
        return self._apparence(noeud, question)

    def condition(self, noeud: Noeud, colonne: str) -> Condition | None:
        """The condition that a cell writes, None when it is empty or cannot be read."""
        if not noeud.rangee[colonne]:
            return None
        try:
            return lire_expression(noeud.rangee[colonne])
        except ExpressionRefusee as refus:
            self._noter(noeud, colonne, str(refus))
            return None

    def repetition(self, noeud: Noeud) -> Repetition | None:
        """How a group is repeated: as many times as said, or as respondents want."""
        if noeud.type.role != DEBUT_REPETITION:
            self._refuser_hors_de_propos(noeud, ("repeat_count",))
            return None
        combien = noeud.rangee["repeat_count"]
        if not combien:
            return Repetition(AJOUT)
        reference = _REFERENCE.fullmatch(combien)
        if reference:
            return Repetition(NOMBRE, nombre=reference[1])
        if combien.isascii() and combien.isdecimal() and len(combien) < 10:
            return Repetition(NOMBRE, nombre=int(combien))
        self._noter(noeud, "repeat_count", NOMBRE_DE_FOIS.format(combien))
        return Repetition(AJOUT)

    def refuser_sur_un_groupe(self, noeud: Noeud) -> None:
        self._refuser_hors_de_propos(noeud, D_UNE_QUESTION)

    def _genre(self, noeud: Noeud, code: str) -> Question:
        genre, libelle = noeud.type.genre, noeud.rangee["label"]
        choix: Choix = ()
        if noeud.type.liste:
            choix = (self._listes or {}).get(noeud.type.liste, ())
            if not choix:
                if self._listes is not None:
                    self._noter(noeud, "type", LISTE_INCONNUE.format(noeud.type.liste))
                noeud.refuse = True
                return Question(code, libelle, "texte")
            if choix == REPONSES and genre != CHOIX_MULTIPLES:
                return Question(code, libelle, "oui_non")
        minimum = None if genre in DECIMALES else Decimal(0)
        return Question(code, libelle, genre, choix=choix, minimum=minimum)

    def _contraindre(self, question: Question, contrainte: Condition | None) -> Question:
        """Bounds of a number are its minimum and its maximum; the rest is a constraint."""
        if not question.est_numerique or contrainte is None:
            return replace(question, contrainte=contrainte)
        bornes, reste = _bornes(contrainte)
        return replace(
            question,
            minimum=bornes.get(AU_MOINS),
            maximum=bornes.get(AU_PLUS),
            contrainte=reste,
        )

    def _obligatoire(self, noeud: Noeud) -> bool:
        valeur = noeud.rangee["required"].casefold()
        if valeur and valeur not in OUI | NON:
            self._noter(noeud, "required", OBLIGATOIRE.format(noeud.rangee["required"]))
        return valeur in OUI

    def _apparence(self, noeud: Noeud, question: Question) -> Question:
        apparence = noeud.rangee["appearance"]
        if apparence == "multiline" and question.type == "texte":
            return replace(question, type="texte_long")
        if apparence:
            self._noter(noeud, "appearance", APPARENCE.format(apparence))
        return question

    def _refuser_hors_de_propos(self, noeud: Noeud, colonnes: tuple[str, ...]) -> None:
        for colonne in colonnes:
            valeur = noeud.rangee[colonne]
            if valeur and not (colonne == "required" and valeur.casefold() in NON):
                self._noter(noeud, colonne, HORS_DE_PROPOS)

    def _noter(self, noeud: Noeud, colonne: str, message: str) -> None:
        if not self._releve.a_dit(SURVEY, 1, colonne):
            self._releve.noter(SURVEY, noeud.ligne, colonne, message)


def _bornes(contrainte: Condition) -> tuple[dict[str, Decimal], Condition | None]:
    """« . >= 0 and . <= 10 », each once, and what is asked besides; no bound if that is unclear."""
    membres = contrainte.conditions if isinstance(contrainte, Toutes) else (contrainte,)
    bornes: dict[str, Decimal] = {}
    reste: list[Condition] = []
    for membre in membres:
        match membre:
            case Comparaison(CetteReponse(), operateur, Decimal() as valeur) if (
                operateur in (AU_MOINS, AU_PLUS) and operateur not in bornes
            ):
                bornes[operateur] = valeur
            case _:
                reste.append(membre)
    if len(reste) > 1:
        return {}, contrainte
    return bornes, reste[0] if reste else None
