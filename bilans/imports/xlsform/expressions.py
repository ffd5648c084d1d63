"""From an XLSForm expression to a condition, and back.

The subset is small: ``${question}``, « . », texts and numbers, the six comparisons, ``selected``,
``not``, ``and``, ``or`` and parentheses. Anything else is refused by its name, never guessed.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal

from bilans.imports.xlsform.mots import (
    NOM,
    NOMBRE,
    POINT,
    REFERENCE,
    SIGNE,
    TEXTE,
    ExpressionRefusee,
    Mot,
    mots,
)
from portal.saisie.regles.conditions import (
    AU_MOINS,
    AU_PLUS,
    DIFFERENT,
    EGAL,
    INFERIEUR,
    RETOURNES,
    SUPERIEUR,
    CetteReponse,
    Comparaison,
    Condition,
    Contient,
    EstVide,
    Non,
    Reponse,
    Source,
    Toutes,
    Une,
)

SIGNES = {
    "=": EGAL,
    "!=": DIFFERENT,
    "<": INFERIEUR,
    "<=": AU_PLUS,
    ">": SUPERIEUR,
    ">=": AU_MOINS,
}
PROFONDEUR_MAX = 20

__all__ = ["ExpressionRefusee", "LectureExpression", "lire_expression"]

Operande = Source | str | Decimal


def lire_expression(expression: str) -> Condition:
    """Return the condition that an expression says. Raises ExpressionRefusee."""
    return LectureExpression(list(mots(expression))).tout()


class LectureExpression:
    """Reads the words of one expression from left to right; « or » binds less than « and »."""

    def __init__(self, lus: Sequence[Mot]) -> None:
        self._mots = lus
        self._place = 0
        self._profondeur = 0

    def tout(self) -> Condition:
        condition = self._ou()
        mot = self._voir()
        if mot == Mot(SIGNE, ")"):
            raise ExpressionRefusee("Une parenthèse est fermée sans avoir été ouverte.")
        if mot is not None:
            raise ExpressionRefusee(f"« {mot.texte} » n’est pas attendu ici.")
        return condition

    def _ou(self) -> Condition:
        membres = [self._et()]
        while self._passer(NOM, "or"):
            membres.append(self._et())
        return membres[0] if len(membres) == 1 else Une(tuple(membres))

    def _et(self) -> Condition:
        membres = [self._terme()]
        while self._passer(NOM, "and"):
            membres.append(self._terme())
        return membres[0] if len(membres) == 1 else Toutes(tuple(membres))

    def _terme(self) -> Condition:
        mot = self._voir()
        if mot == Mot(SIGNE, "("):
            return self._entre_parentheses()
        if mot is not None and mot.genre == NOM:
            return self._fonction(self._prendre().texte)
        return self._comparaison()

    def _entre_parentheses(self) -> Condition:
        self._exiger("(")
        condition = self._plus_profond(self._ou)
        self._exiger(")")
        return condition

    def _plus_profond(self, lire: Callable[[], Condition]) -> Condition:
        """Read what stands within, so many times at most: a file of strangers has no bound."""
        self._profondeur += 1
        if self._profondeur > PROFONDEUR_MAX:
            raise ExpressionRefusee("Cette expression compte trop de parenthèses imbriquées.")
        condition = lire()
        self._profondeur -= 1
        return condition

    def _fonction(self, nom: str) -> Condition:
        if self._voir() != Mot(SIGNE, "("):
            raise ExpressionRefusee(
                f"« {nom} » n’est pas reconnu : un texte s’écrit entre apostrophes, une question "
                "${code}."
            )
        if nom == "not":
            return Non(self._entre_parentheses())
        if nom == "selected":
            return self._selected()
        raise ExpressionRefusee(f"La fonction « {nom} » n’est pas prise en charge.")

    def _selected(self) -> Condition:
        self._exiger("(")
        source = self._operande()
        self._exiger(",")
        choix = self._operande()
        self._exiger(")")
        if isinstance(source, str | Decimal) or not isinstance(choix, str | Decimal):
            raise ExpressionRefusee(
                "« selected » attend une question, puis un choix en toutes lettres."
            )
        return Contient(source, choix if isinstance(choix, str) else _en_code(choix))

    def _comparaison(self) -> Condition:
        gauche = self._operande()
        signe = self._voir()
        if signe is None or signe.texte not in SIGNES or signe.genre != SIGNE:
            raise ExpressionRefusee("Une comparaison est attendue : =, !=, <, <=, > ou >=.")
        operateur = SIGNES[self._prendre().texte]
        droite = self._operande()
        if isinstance(gauche, str | Decimal):
            gauche, droite = droite, gauche
            operateur = RETOURNES.get(operateur, operateur)
        if isinstance(gauche, str | Decimal):
            raise ExpressionRefusee("Une comparaison porte sur au moins une question.")
        if droite == "":
            return _avec_rien(gauche, operateur)
        return Comparaison(gauche, operateur, droite)

    def _operande(self) -> Operande:
        mot = self._prendre()
        if mot.genre == REFERENCE:
            if not mot.texte:
                raise ExpressionRefusee("Une référence ${…} ne nomme aucune question.")
            return Reponse(mot.texte)
        if mot.genre == POINT:
            return CetteReponse()
        if mot.genre == NOMBRE:
            return Decimal(mot.texte)
        if mot.genre == TEXTE:
            return mot.texte
        if mot.genre == NOM and self._voir() == Mot(SIGNE, "("):
            raise ExpressionRefusee(f"La fonction « {mot.texte} » n’est pas prise en charge ici.")
        raise ExpressionRefusee(f"« {mot.texte} » n’est pas attendu ici.")

    def _voir(self) -> Mot | None:
        return self._mots[self._place] if self._place < len(self._mots) else None

    def _prendre(self) -> Mot:
        mot = self._voir()
        if mot is None:
            raise ExpressionRefusee("Cette expression n’est pas finie.")
        self._place += 1
        return mot

    def _passer(self, genre: str, texte: str) -> bool:
        """Take this word if it comes next."""
        passe = self._voir() == Mot(genre, texte)
        self._place += passe
        return passe

    def _exiger(self, signe: str) -> None:
        if not self._passer(SIGNE, signe):
            if signe == ")":
                raise ExpressionRefusee("Une parenthèse ouverte n’est pas fermée.")
            raise ExpressionRefusee(f"« {signe} » est attendu.")


def _avec_rien(source: Source, operateur: str) -> Condition:
    """A comparison with the empty text asks whether there is an answer."""
    if operateur == EGAL:
        return EstVide(source)
    if operateur == DIFFERENT:
        return Non(EstVide(source))
    raise ExpressionRefusee("Un texte vide se compare seulement par = ou !=.")


def _en_code(nombre: Decimal) -> str:
    """A number as XPath makes a text of it, and spreadsheets a code: « 1 » for 1.0."""
    entier = nombre.to_integral_value()
    return str(int(entier)) if nombre == entier else str(nombre.normalize())
