"""Small XLSForm workbooks, written cell by cell."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook

Rangee = Mapping[str, Any]
# A row number for a sheet left empty but for its headings.
ENTETES = {
    "survey": (
        "type",
        "name",
        "label::Français (fr)",
        "hint::Français (fr)",
        "required",
        "relevant",
        "constraint",
        "appearance",
        "repeat_count",
    ),
    "choices": ("list_name", "name", "label::Français (fr)"),
    "settings": ("form_title", "form_id", "version"),
}
REGLAGES = ({"form_title": "Essai", "form_id": "essai", "version": "1"},)


def classeur(
    survey: Iterable[Rangee],
    choices: Iterable[Rangee] = (),
    settings: Iterable[Rangee] = REGLAGES,
    **autres: Sequence[Sequence[Any]],
) -> bytes:
    """The bytes of a workbook; a column named in a row and in no heading is added at the end."""
    livre = Workbook()
    livre.remove(livre.active)
    for nom, rangees in (("survey", survey), ("choices", choices), ("settings", settings)):
        lignes = list(rangees)
        traduites = {titre.partition("::")[0]: titre for titre in ENTETES[nom]}
        entetes = list(ENTETES[nom])
        for colonne in (colonne for ligne in lignes for colonne in ligne):
            if traduites.get(colonne, colonne) not in entetes:
                entetes.append(colonne)
        feuille = livre.create_sheet(nom)
        feuille.append(entetes)
        for ligne in lignes:
            pleine = {traduites.get(colonne, colonne): v for colonne, v in ligne.items()}
            feuille.append([pleine.get(entete) for entete in entetes])
    for nom, lignes in autres.items():
        feuille = livre.create_sheet(nom)
        for ligne in lignes:
            feuille.append(list(ligne))
    return en_octets(livre)


def en_octets(livre: Workbook) -> bytes:
    sortie = BytesIO()
    livre.save(sortie)
    return sortie.getvalue()


def q(genre: str, nom: str = "", libelle: str | None = None, **cellules: Any) -> Rangee:
    """A row of « survey »; the label is the name unless said."""
    return {"type": genre, "name": nom, "label": nom if libelle is None else libelle, **cellules}


def fin(genre: str) -> Rangee:
    return {"type": genre}


def liste(nom: str, *codes: Any) -> list[Rangee]:
    return [{"list_name": nom, "name": code, "label": f"Choix {code}"} for code in codes]
