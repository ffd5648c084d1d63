"""From a TOML file to a questionnaire, all its mistakes told at once."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar, cast

from msgspec import UNSET, structs

from bilans.definitions.cadre import construire_cadre
from bilans.definitions.schema import (
    GroupeDefini,
    QuestionDefinie,
    QuestionnaireDefini,
    RepetitionDeGroupe,
)
from bilans.messages import en_francais
from bilans.regles.complement import verifier_apres
from bilans.regles.questionnaire import (
    SCORE,
    TABLEAU,
    Colonne,
    Element,
    Groupe,
    Question,
    Questionnaire,
    Rang,
    Repetition,
)
from bilans.regles.verification import Anomalie
from portal.saisie.definitions.chargement import TROP_IMBRIQUE, decoder
from portal.saisie.definitions.coherence import borne
from portal.saisie.definitions.fautes import DefinitionInvalide, Releve
from portal.saisie.definitions.schema import Nommee
from portal.saisie.definitions.verification import chemins_de
from portal.saisie.definitions.verification import verifier as verifier_la_forme
from portal.saisie.regles.conditions import Condition
from portal.saisie.regles.conditions_ecrites import ConditionMalEcrite, lire_condition

E = TypeVar("E", bound=Nommee)

PROFONDEUR_MAX = 8
# Where the properties of a repetition stand in the file.
DE_REPETITION = frozenset({"origine", "liste", "nombre"})


def lire(
    texte: str, fichier: str = "questionnaire.toml", nationale: Questionnaire | None = None
) -> Questionnaire:
    """Return the questionnaire that a text defines. Raises DefinitionInvalide.

    ``nationale`` is what it completes, when a Caf adds it: conditions may look at it.
    """
    releve, construction, questionnaire = _construire(texte, fichier)
    for anomalie in verifier_apres(nationale, questionnaire):
        chemin = construction.chemin(anomalie)
        if releve.est_sain(chemin):
            releve.signaler(chemin, en_francais(anomalie))
    releve.conclure()
    return questionnaire


def lire_brouillon(texte: str, fichier: str = "brouillon.toml") -> Questionnaire:
    """Return the questionnaire of a draft, whether it stands or not (``verifier`` says).

    Raises DefinitionInvalide when the text is no definition at all.
    """
    releve, _, questionnaire = _construire(texte, fichier)
    releve.conclure()
    return questionnaire


def _construire(texte: str, fichier: str) -> "tuple[Releve, _Construction, Questionnaire]":
    """Build what can be, the mistakes of form noted."""
    releve = Releve(fichier)
    brut = decoder(texte, releve)
    try:
        defini = verifier_la_forme(brut, QuestionnaireDefini, releve)
    except RecursionError:
        releve.signaler("fichier", TROP_IMBRIQUE)
        raise DefinitionInvalide(*releve.fautes) from None
    construction = _Construction(releve)
    return releve, construction, construction.questionnaire(defini)


class _Construction:
    """Builds what can be, whatever the mistakes: those of the rest are told too."""

    def __init__(self, releve: Releve) -> None:
        self._releve = releve
        self._chemins: dict[Rang, str] = {}

    def questionnaire(self, defini: QuestionnaireDefini) -> Questionnaire:
        return Questionnaire(
            _texte(defini.code),
            _texte(defini.version),
            _texte(defini.titre),
            tuple(
                self._groupe(section, rang) for section, rang in self._ranger(defini.sections, ())
            ),
            construire_cadre(defini.cadre, self._releve),
        )

    def chemin(self, anomalie: Anomalie) -> str:
        """The path of the key that an anomaly is about."""
        propriete = anomalie.propriete
        if propriete in DE_REPETITION:
            propriete = f"repetition.{propriete}"
        return f"{self._chemins[anomalie.rang]}.{propriete}"

    def _ranger(self, definis: Sequence[E], rang: Rang) -> list[tuple[E, Rang]]:
        """Elements with their ranks, whose paths are kept."""
        liste = f"{self._chemins[rang]}.champs" if rang else "sections"
        ranges = []
        for numero, (defini, chemin) in enumerate(
            zip(definis, chemins_de(definis, liste), strict=True)
        ):
            self._chemins[(*rang, numero)] = chemin
            ranges.append((defini, (*rang, numero)))
        return ranges

    def _element(self, defini: Nommee, rang: Rang) -> Element:
        if isinstance(defini, GroupeDefini):
            return self._groupe(defini, rang)
        return self._question(cast(QuestionDefinie, defini), rang)

    def _groupe(self, defini: GroupeDefini, rang: Rang) -> Groupe:
        chemin = self._chemins[rang]
        champs = defini.champs
        if len(rang) > PROFONDEUR_MAX:
            self._releve.signaler(chemin, "trop de groupes les uns dans les autres")
            champs = ()
        return Groupe(
            code=_texte(defini.code),
            titre=defini.titre,
            elements=tuple(
                self._element(element, ici) for element, ici in self._ranger(champs, rang)
            ),
            aide=defini.aide,
            condition=self._condition(defini.condition, f"{chemin}.condition"),
            repetition=None if defini.repetition is None else _repetition(defini.repetition),
            marque=defini.marque or "",
        )

    def _question(self, defini: QuestionDefinie, rang: Rang) -> Question:
        chemin = self._chemins[rang]
        genre = _texte(defini.type)
        question = Question(
            code=_texte(defini.code),
            libelle=_texte(defini.libelle),
            type=genre,
            minimum=self._borne(defini, "minimum", chemin, Decimal(0)),
            maximum=self._borne(defini, "maximum", chemin, None),
            colonnes=self._colonnes(defini, genre, f"{chemin}.colonnes"),
            condition=self._condition(defini.condition, f"{chemin}.condition"),
            contrainte=self._condition(defini.contrainte, f"{chemin}.contrainte"),
        )
        return replace(question, **{nom: getattr(defini, nom) for nom in TELS_QUELS})

    def _borne(
        self, defini: QuestionDefinie, nom: str, chemin: str, defaut: Decimal | None
    ) -> Decimal | None:
        try:
            return borne(getattr(defini, nom), defaut)
        except ValueError:
            self._releve.signaler(f"{chemin}.{nom}", "ce n’est pas un nombre")
            return defaut

    def _colonnes(self, defini: QuestionDefinie, genre: str, chemin: str) -> tuple[Colonne, ...]:
        defaut = "entier" if genre == TABLEAU else SCORE
        colonnes = []
        for rang, brute in enumerate(defini.colonnes, start=1):
            if len(brute) in (2, 3):
                colonnes.append(Colonne(*(*brute, defaut)[:3]))
            elif self._releve.est_sain(chemin):
                self._releve.signaler(
                    f"{chemin}[{rang}]", "une colonne s’écrit [code, libellé, type]"
                )
        return tuple(colonnes)

    def _condition(self, brute: object, chemin: str) -> Condition | None:
        if brute is None:
            return None
        try:
            return lire_condition(brute)
        except ConditionMalEcrite as refus:
            self._releve.signaler(chemin, str(refus))
            return None


# Keys of a question that are its attributes as they are.
TELS_QUELS = tuple(
    champ.name
    for champ in structs.fields(QuestionDefinie)
    if champ.name
    not in {"code", "libelle", "type", "minimum", "maximum", "colonnes", "condition", "contrainte"}
)


def _repetition(definie: RepetitionDeGroupe) -> Repetition:
    return Repetition(_texte(definie.origine), definie.singulier, definie.liste, definie.nombre)


def _texte(valeur: object) -> str:
    """A required text; empty when it was left out, which is told already."""
    return "" if valeur is UNSET else str(valeur)
