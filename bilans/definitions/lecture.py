"""From a TOML file to a questionnaire, all its mistakes told at once."""

import tomllib
from decimal import Decimal
from typing import Any

from bilans.definitions.cadre import MARQUES, lire_cadre
from bilans.definitions.lecteur import Cles, DefinitionRefusee, Erreur, Lecteur
from bilans.messages import en_francais
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
from bilans.regles.verification import Anomalie, verifier
from portal.saisie.regles.conditions import Condition
from portal.saisie.regles.conditions_ecrites import ConditionMalEcrite, lire_condition

GROUPE = "groupe"
PROFONDEUR_MAX = 8
CODE_MAX = 64

CLES: Cles = {"code": str, "version": str, "titre": str, "sections": list}
CLES_LIBRES: Cles = {"cadre": dict}
CLES_GROUPE: Cles = {"code": str, "champs": list}
CLES_GROUPE_LIBRES: Cles = {
    "type": str, "titre": str, "aide": str, "condition": dict, "repetition": dict, "marque": str,
}  # fmt: skip
CLES_REPETITION: Cles = {"origine": str}
CLES_REPETITION_LIBRES: Cles = {"singulier": str, "liste": list, "nombre": (int, str)}
CLES_QUESTION: Cles = {"code": str, "libelle": str, "type": str}
SIMPLES: Cles = {
    "aide": str, "obligatoire": bool, "unite": str, "origine": str, "message": str,
    "ne_sait_pas": bool, "reprise": bool, "partage": str, "moins": int, "plus": int,
}  # fmt: skip
COMPOSEES: Cles = {
    "minimum": (int, str, Decimal), "maximum": (int, str, Decimal), "choix": list,
    "exclusifs": list, "colonnes": list, "rangees": list, "condition": dict, "contrainte": dict,
}  # fmt: skip
# Where the properties of a repetition stand in the file.
DE_REPETITION = frozenset({"origine", "liste", "nombre"})


def lire(texte: str) -> Questionnaire:
    """Return the questionnaire that a file defines. Raises DefinitionRefusee."""
    try:
        brut = tomllib.loads(texte, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError) as erreur:
        raise DefinitionRefusee([Erreur("fichier", f"TOML illisible ({erreur})")]) from None
    lecteur = _Lecture()
    questionnaire = lecteur.questionnaire(brut)
    deja = {erreur.cle for erreur in lecteur.erreurs}
    for anomalie in verifier(questionnaire):
        cle = _cle(anomalie)
        if not any(cle.startswith(vue) or vue.startswith(cle) for vue in deja):
            lecteur.refuser(cle, en_francais(anomalie))
    if lecteur.erreurs:
        raise DefinitionRefusee(lecteur.erreurs)
    return questionnaire


def _cle(anomalie: Anomalie) -> str:
    """The key of the file that an anomaly is about."""
    propriete = anomalie.propriete
    if propriete in DE_REPETITION:
        propriete = f"repetition.{propriete}"
    return f"{_cle_d_element(anomalie.rang)}.{propriete}"


def _cle_d_element(rang: Rang) -> str:
    section, *dedans = rang
    return ".".join((f"sections[{section + 1}]", *(f"champs[{numero + 1}]" for numero in dedans)))


class _Lecture(Lecteur):
    """Builds what can be, whatever the mistakes: those of the rest are told too."""

    def questionnaire(self, brut: dict[str, Any]) -> Questionnaire:
        lu = self.table(brut, "", CLES, CLES_LIBRES)
        sections = tuple(
            self._groupe(section, (rang,)) for rang, section in enumerate(lu.get("sections", ()))
        )
        if "sections" in lu and not sections:
            self.refuser("sections", "aucune section")
        return Questionnaire(
            lu.get("code", ""),
            lu.get("version", ""),
            lu.get("titre", ""),
            sections,
            lire_cadre(self, lu["cadre"]) if "cadre" in lu else None,
        )

    def _element(self, brut: Any, rang: Rang) -> Element:
        if isinstance(brut, dict) and brut.get("type") == GROUPE:
            return self._groupe(brut, rang)
        return self._question(brut, rang)

    def _groupe(self, brut: Any, rang: Rang) -> Groupe:
        cle = _cle_d_element(rang)
        lu = self.table(brut, cle, CLES_GROUPE, CLES_GROUPE_LIBRES)
        elements = lu.get("champs", [])
        if len(rang) > PROFONDEUR_MAX:
            self.refuser(cle, "trop de groupes les uns dans les autres")
            elements = []
        if lu.get("marque", MARQUES[0]) not in MARQUES:
            self.refuser(f"{cle}.marque", f"une marque est l’une de : {', '.join(MARQUES)}")
        return Groupe(
            code=lu.get("code", ""),
            titre=lu.get("titre", ""),
            elements=tuple(self._element(e, (*rang, n)) for n, e in enumerate(elements)),
            aide=lu.get("aide", ""),
            condition=self._condition(lu, "condition", cle),
            repetition=self._repetition(lu["repetition"], cle) if "repetition" in lu else None,
            marque=lu.get("marque", ""),
        )

    def _repetition(self, brut: Any, cle: str) -> Repetition:
        cle = f"{cle}.repetition"
        lu = self.table(brut, cle, CLES_REPETITION, CLES_REPETITION_LIBRES)
        liste = self.uplets(lu.get("liste", []), f"{cle}.liste", (2,))
        return Repetition(
            lu.get("origine", ""),
            lu.get("singulier", ""),
            tuple((code, libelle) for code, libelle in liste),
            lu.get("nombre"),
        )

    def _question(self, brut: Any, rang: Rang) -> Question:
        cle = _cle_d_element(rang)
        lu = self.table(brut, cle, CLES_QUESTION, {**SIMPLES, **COMPOSEES})
        genre = lu.get("type", "")
        colonnes = self.uplets(lu.get("colonnes", []), f"{cle}.colonnes", (2, 3))
        defaut = SCORE if genre != TABLEAU else "entier"
        choix = self.uplets(lu.get("choix", []), f"{cle}.choix", (2,))
        rangees = self.uplets(lu.get("rangees", []), f"{cle}.rangees", (2,))
        return Question(
            code=lu.get("code", ""),
            libelle=lu.get("libelle", ""),
            type=genre,
            choix=tuple((code, libelle) for code, libelle in choix),
            exclusifs=self.textes(lu.get("exclusifs", []), f"{cle}.exclusifs"),
            colonnes=tuple(Colonne(*(*c, defaut)[:3]) for c in colonnes),
            rangees=tuple((code, libelle) for code, libelle in rangees),
            condition=self._condition(lu, "condition", cle),
            contrainte=self._condition(lu, "contrainte", cle),
            minimum=self.borne(lu.get("minimum", 0), f"{cle}.minimum"),
            maximum=self.borne(lu.get("maximum", "aucun"), f"{cle}.maximum"),
            **{nom: lu[nom] for nom in SIMPLES if nom in lu},
        )

    def _condition(self, lu: dict[str, Any], nom: str, cle: str) -> Condition | None:
        if nom not in lu:
            return None
        try:
            return lire_condition(lu[nom])
        except ConditionMalEcrite as refus:
            self.refuser(f"{cle}.{nom}", str(refus))
            return None
