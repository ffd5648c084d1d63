"""From a questionnaire to its TOML file. What is left out is what reading puts back by itself."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from bilans.definitions.cadre import ecrire_cadre
from bilans.definitions.lecture import TELS_QUELS
from bilans.definitions.schema import GROUPE
from bilans.regles.questionnaire import SCORE, TABLEAU, Element, Groupe, Question, Questionnaire
from portal.saisie.definitions.coherence import AUCUN
from portal.saisie.regles.conditions_ecrites import ecrire_condition

_CLE_NUE = re.compile(r"[A-Za-z0-9_-]+")
_DEFAUTS = {champ.name: champ.default for champ in fields(Question)}
_ECHAPPES = {
    '"': '\\"',
    "\\": "\\\\",
    "\n": "\\n",
    "\t": "\\t",
    "\r": "\\r",
    "\b": "\\b",
    "\f": "\\f",
}


def ecrire(questionnaire: Questionnaire) -> str:
    """Return the file of a questionnaire; ``lire`` gives the same questionnaire back."""
    tete = {
        "code": questionnaire.code,
        "version": questionnaire.version,
        "titre": questionnaire.titre,
    }
    morceaux = [_lignes(tete)]
    if questionnaire.cadre is not None:
        morceaux.append(f"[cadre]\n{_lignes(ecrire_cadre(questionnaire.cadre))}")
    for section in questionnaire.sections:
        morceaux.extend(_groupe(section, "sections"))
    return "\n".join(morceaux)


def _groupe(groupe: Groupe, chemin: str) -> Iterator[str]:
    table: dict[str, Any] = {"code": groupe.code}
    if chemin != "sections":
        table["type"] = GROUPE
    table |= _sans_vide({"titre": groupe.titre, "aide": groupe.aide, "marque": groupe.marque})
    if groupe.condition is not None:
        table["condition"] = ecrire_condition(groupe.condition)
    if groupe.repetition is not None:
        repetition = groupe.repetition
        table["repetition"] = {"origine": repetition.origine} | _sans_vide(
            {
                "singulier": repetition.singulier,
                "liste": repetition.liste,
                "nombre": repetition.nombre,
            }
        )
    if not groupe.elements:
        table["champs"] = []
    yield f"[[{chemin}]]\n{_lignes(table)}"
    for element in groupe.elements:
        yield from _element(element, f"{chemin}.champs")


def _element(element: Element, chemin: str) -> Iterator[str]:
    if isinstance(element, Groupe):
        yield from _groupe(element, chemin)
    else:
        yield f"[[{chemin}]]\n{_lignes(_question(element))}"


def _question(question: Question) -> dict[str, Any]:
    table: dict[str, Any] = {
        "code": question.code,
        "libelle": question.libelle,
        "type": question.type,
    }
    for nom in TELS_QUELS:
        if getattr(question, nom) != _DEFAUTS[nom]:
            table[nom] = getattr(question, nom)
    for nom in ("minimum", "maximum"):
        borne = getattr(question, nom)
        if borne != _DEFAUTS[nom]:
            table[nom] = AUCUN if borne is None else _borne(borne)
    defaut = "entier" if question.type == TABLEAU else SCORE
    colonnes = [
        (c.code, c.libelle) if c.type == defaut else (c.code, c.libelle, c.type)
        for c in question.colonnes
    ]
    table |= _sans_vide({"colonnes": colonnes})
    for nom in ("condition", "contrainte"):
        if getattr(question, nom) is not None:
            table[nom] = ecrire_condition(getattr(question, nom))
    return table


def _borne(borne: Decimal) -> int | str:
    """A text keeps its decimals."""
    return int(borne) if borne == borne.to_integral_value() else format(borne, "f")


def _sans_vide(table: Mapping[str, Any]) -> dict[str, Any]:
    return {cle: valeur for cle, valeur in table.items() if valeur not in ("", (), [], None)}


def _lignes(table: Mapping[str, Any]) -> str:
    return "".join(f"{cle} = {_valeur(valeur)}\n" for cle, valeur in table.items())


def _valeur(valeur: Any) -> str:
    if isinstance(valeur, bool):
        return "true" if valeur else "false"
    if isinstance(valeur, str):
        return f'"{"".join(_lettre(lettre) for lettre in valeur)}"'
    if isinstance(valeur, int):
        return str(valeur)
    if isinstance(valeur, Decimal):
        # Whole numbers keep no point; the others are read again as exact decimals.
        return format(valeur, "f")
    if isinstance(valeur, Mapping):
        dedans = ", ".join(f"{_cle(cle)} = {_valeur(v)}" for cle, v in valeur.items())
        return f"{{ {dedans} }}"
    return f"[{', '.join(_valeur(v) for v in valeur)}]"


def _cle(cle: str) -> str:
    return cle if _CLE_NUE.fullmatch(cle) else _valeur(cle)


def _lettre(lettre: str) -> str:
    if lettre in _ECHAPPES:
        return _ECHAPPES[lettre]
    if ord(lettre) < 32 or ord(lettre) == 127:
        return f"\\u{ord(lettre):04x}"
    return lettre
