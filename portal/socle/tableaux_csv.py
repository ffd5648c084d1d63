"""Sheets as text, as French spreadsheets open them: semicolons, decimal commas, mark of UTF-8."""

import csv
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

from portal.socle.classeurs import Cellule, Feuille, desamorcer
from portal.socle.formats import PARIS


def ecrire_csv(feuille: Feuille) -> bytes:
    """Write one sheet; its title is not in the file."""
    tampon = StringIO()
    tampon.write("\ufeff")
    redacteur = csv.writer(tampon, delimiter=";")
    redacteur.writerow([colonne.titre for colonne in feuille.colonnes])
    redacteur.writerows([_texte(cellule) for cellule in ligne] for ligne in feuille.lignes)
    return tampon.getvalue().encode()


def archiver(feuilles: Iterable[Feuille]) -> bytes:
    """Write a .zip with one CSV for each sheet, under its title."""
    sortie = BytesIO()
    with ZipFile(sortie, "w", ZIP_DEFLATED) as archive:
        for feuille in feuilles:
            archive.writestr(f"{feuille.titre}.csv", ecrire_csv(feuille))
    return sortie.getvalue()


def _texte(cellule: Cellule) -> str:
    if cellule is None:
        return ""
    if isinstance(cellule, bool):
        return "oui" if cellule else "non"
    if isinstance(cellule, Decimal):
        return format(cellule, "f").replace(".", ",")
    if isinstance(cellule, datetime):
        return cellule.astimezone(PARIS).strftime("%d/%m/%Y %H:%M")
    if isinstance(cellule, date):
        return cellule.strftime("%d/%m/%Y")
    return desamorcer(str(cellule))
