"""Workbooks of ELAN for tests: those that people fill, and odd ones."""

import zipfile
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from habilitations.models import Equipement

TITRES = (
    "N° du projet",
    "Exercice",
    "Nom du collectif",
    "Niveau scolaire",
    "Enfants inscrits",
    "Bonus enfants demandé",
    "Bonus parents demandé",
)
TITRES_COMPTES = ("N° du projet", "Exercice", "Compte", "Montant")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Rangees = list[list[Any]]


def collectifs(projet: Equipement) -> Rangees:
    return [
        [projet.pk, "2024-2025", "Les Alizés", "Élémentaire", 10, "Oui", "non"],
        [projet.pk, "2024-2025", "Les Embruns", "college", "12", False, False],
    ]


def comptes(projet: Equipement) -> Rangees:
    return [
        [projet.pk, "2024-2025", 60, 3000],
        [projet.pk, "2024-2025", "64", "15 000,50"],
        [projet.pk, "2024-2025", "741 État", 18000.5],
    ]


def classeur(
    feuilles: dict[str, Iterable[Sequence[Any]]],
    retoucher: Callable[[Workbook], None] | None = None,
) -> bytes:
    """An .xlsx with these sheets, headings included."""
    livre = Workbook()
    livre.remove(livre.active)
    for titre, rangees in feuilles.items():
        page = livre.create_sheet(titre)
        for rangee in rangees:
            page.append(list(rangee))
    if retoucher:
        retoucher(livre)
    sortie = BytesIO()
    livre.save(sortie)
    return sortie.getvalue()


def classeur_elan(
    projets: Equipement | Sequence[Equipement],
    changer: Callable[[Rangees, Rangees], None] | None = None,
    retoucher: Callable[[Workbook], None] | None = None,
) -> bytes:
    """A workbook filled right; ``changer`` edits its rows (headings at index 0) in place."""
    tous = [projets] if isinstance(projets, Equipement) else projets
    un: Rangees = [list(TITRES), *(rangee for p in tous for rangee in collectifs(p))]
    deux: Rangees = [list(TITRES_COMPTES), *(rangee for p in tous for rangee in comptes(p))]
    if changer:
        changer(un, deux)
    return classeur({"Collectifs": un, "Comptes": deux}, retoucher)


def depose(contenu: bytes, nom: str = "elan.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(nom, contenu, XLSX)


def avec_partie(contenu: bytes, nom: str, remplacer: Callable[[bytes], bytes]) -> bytes:
    """The same archive with one part rewritten."""
    sortie = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(contenu)) as lue,
        zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as ecrite,
    ):
        for partie in lue.infolist():
            brut = lue.read(partie)
            ecrite.writestr(partie.filename, remplacer(brut) if partie.filename == nom else brut)
    return sortie.getvalue()


def partie(contenu: bytes, nom: str) -> bytes:
    """One part of the archive."""
    with zipfile.ZipFile(BytesIO(contenu)) as lue:
        return lue.read(nom)
