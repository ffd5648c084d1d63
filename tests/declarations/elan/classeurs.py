"""Workbooks of ELAN as people send them, and what ``examiner_fichier --reprise`` says of one."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import time_machine
from django.core.management import call_command
from openpyxl import Workbook

from tests.declarations.classeurs import TITRES, TITRES_COMPTES, avec_partie, classeur
from tests.monde import MAINTENANT

PROJET, EXERCICE = 18, "2024-2025"
SECONDE = "xl/worksheets/sheet2.xml"
Rangees = list[list[Any]]
Avis = dict[str, Any]


def collectifs() -> Rangees:
    return [
        list(TITRES),
        [PROJET, EXERCICE, "Les Alizés", "Élémentaire", 10, "Oui", "non"],
        [PROJET, EXERCICE, "Les Embruns", "Collège", 12, "non", "non"],
    ]


def comptes() -> Rangees:
    return [
        list(TITRES_COMPTES),
        [PROJET, EXERCICE, "60", 3000],
        [PROJET, EXERCICE, "64", 15000.5],
        [PROJET, EXERCICE, "741", 18000.5],
    ]


def fait(
    changer: Callable[[Rangees, Rangees], object] | None = None,
    retoucher: Callable[[Workbook], None] | None = None,
    **autres: Rangees,
) -> bytes:
    un, deux = collectifs(), comptes()
    if changer:
        changer(un, deux)
    return classeur({"Collectifs": un, "Comptes": deux, **autres}, retoucher)


def ecrire(feuille: int, ligne: int, colonne: int, valeur: object) -> bytes:
    """A sound workbook but for one cell; rows and columns counted from 1."""

    def changer(*feuilles: Rangees) -> None:
        feuilles[feuille][ligne - 1][colonne - 1] = valeur

    return fait(changer)


def ajouter(feuille: int, rangee: list[Any], place: int | None = None) -> bytes:
    """A sound workbook with one row more, at the end or at a line."""

    def changer(*feuilles: Rangees) -> None:
        rang = len(feuilles[feuille]) if place is None else place - 1
        feuilles[feuille].insert(rang, rangee)

    return fait(changer)


def sur(feuille: str, faire: Callable[[Any], object]) -> bytes:
    """A sound workbook, one of whose sheets is touched up."""
    return fait(retoucher=lambda livre: faire(livre[feuille]))


def avec_resultat(formule: str, place: str, resultat: bytes, genre: bytes = b"") -> bytes:
    """A computed cell, with the result that the spreadsheet wrote beside it."""
    ligne, colonne = int(place[1:]), ord(place[0]) - 64
    contenu = ecrire(1, ligne, colonne, formule)
    cherche = b'<c r="' + place.encode() + b'"'

    def remplacer(brut: bytes) -> bytes:
        assert brut.count(cherche) == 1
        attribut = b' t="' + genre + b'"' if genre else b""
        neuf = brut.replace(cherche, cherche + attribut)
        debut = neuf.index(cherche)
        vide = neuf.index(b"<v", debut)
        fin = neuf.index(b"</c>", vide)
        return neuf[:vide] + b"<v>" + resultat + b"</v>" + neuf[fin:]

    return avec_partie(contenu, SECONDE, remplacer)


# Sheet, line and column of what is said.
Places = list[tuple[str, int | None, str | None]]


def examiner(tmp_path: Path, contenu: bytes, nom: str = "reprise.xlsx") -> Avis:
    (tmp_path / nom).write_bytes(contenu)
    sortie = StringIO()
    with time_machine.travel(MAINTENANT, tick=False):
        call_command("examiner_fichier", str(tmp_path / nom), reprise=True, stdout=sortie)
    (avis,) = json.loads(sortie.getvalue())
    return avis


def places(dits: list[dict[str, Any]]) -> Places:
    return [(dit["feuille"], dit["ligne"], dit["colonne"]) for dit in dits]
