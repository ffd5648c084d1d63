"""A strict reader of a table schema: every rule of the published file is asked of every cell."""

import json
import re
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from stdnum.fr import siret as stdnum_siret

FICHIER = Path(__file__).parents[2] / "cas" / "scdl" / "subventions-2.1.1.json"
SCHEMA: dict[str, Any] = json.loads(FICHIER.read_text(encoding="utf-8"))
CHAMPS: list[dict[str, Any]] = SCHEMA["fields"]
CONTRAINTES = {"required", "pattern", "enum", "maxLength", "minimum", "maximum"}
VERIFICATIONS = {"french-siret-value", "one-of-required"}


def fautes(rangees: list[dict[str, str]]) -> list[str]:
    """What is wrong in a table, line by line; the order of the columns is looked at apart."""
    trouvees = []
    for numero, rangee in enumerate(rangees, start=2):
        for champ in CHAMPS:
            trouvees += [
                f"{numero}.{champ['name']} : {faute}"
                for faute in _de_la_cellule(champ, rangee[champ["name"]])
            ]
        trouvees += [f"{numero} : {faute}" for faute in _de_la_rangee(rangee)]
    return trouvees


def _de_la_cellule(champ: dict[str, Any], valeur: str) -> list[str]:
    regles = champ.get("constraints", {})
    assert set(regles) <= CONTRAINTES, regles
    if valeur == "":
        return ["obligatoire"] if regles.get("required") else []
    trouvees = []
    nombre = None
    if champ["type"] == "number":
        try:
            nombre = Decimal(valeur)
        except InvalidOperation:
            return ["pas un nombre"]
        if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", valeur):
            trouvees.append("écriture")
    elif champ["type"] == "date":
        try:
            date.fromisoformat(valeur)
        except ValueError:
            trouvees.append("pas une date")
    elif champ["type"] == "boolean":
        if valeur not in (*champ["trueValues"], *champ["falseValues"]):
            trouvees.append("ni oui ni non")
    else:
        assert champ["type"] == "string", champ
    if "pattern" in regles and not re.fullmatch(regles["pattern"], valeur):
        trouvees.append("motif")
    if "enum" in regles and valeur not in regles["enum"]:
        trouvees.append("valeur inconnue")
    if len(valeur) > regles.get("maxLength", len(valeur)):
        trouvees.append("trop long")
    if nombre is not None and not (
        Decimal(str(regles.get("minimum", nombre)))
        <= nombre
        <= Decimal(str(regles.get("maximum", nombre)))
    ):
        trouvees.append("hors bornes")
    return trouvees


def _de_la_rangee(rangee: dict[str, str]) -> list[str]:
    trouvees = []
    for verification in SCHEMA["custom_checks"]:
        assert verification["name"] in VERIFICATIONS, verification
        demande = verification["params"]
        if verification["name"] == "one-of-required":
            if not (rangee[demande["column1"]] or rangee[demande["column2"]]):
                trouvees.append("ni SIRET ni RNA")
        else:
            valeur = rangee[demande["column"]]
            if valeur and not stdnum_siret.is_valid(valeur):
                trouvees.append(f"SIRET : {valeur}")
    return trouvees
