"""Reading a spreadsheet that somebody sends: bounded before it is opened, plain values after.

``documents.examiner`` has told what the file is. Here its parts are unpacked piece by piece, to be
measured rather than believed, and the cells it names are looked at: two cells at the far ends of a
sheet weigh nothing in the file and fill memory once read.
"""

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from portal.socle.contenus_zip import ABIME, DEMESURE
from portal.socle.formats import nombre

TAILLE_MAX = 5 * 1024 * 1024
DEPLIE_MAX = 60 * 1024 * 1024
LIGNES_MAX = 5000
CELLULES_MAX = 500_000
MORCEAU = 256 * 1024
# Arithmetic of spreadsheets leaves traces far beyond the cent: they are not what was meant.
TRACE = 1e-6

Brute = str | float | int | bool | date | datetime | time | timedelta
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})([0-9]{1,7})["']""")
_PLUS_LONGUE_PLACE = 40


class ClasseurRefuse(Exception):
    """The workbook cannot be read; the message says why, in French."""


class CelluleRefusee(ValueError):
    """A cell that holds something else than what is expected; the message says what."""


@dataclass(frozen=True)
class FeuilleLue:
    """The rows of a sheet, from its first line."""

    titre: str
    lignes: Sequence[Sequence[Brute]]


def lire_classeur(contenu: bytes) -> dict[str, FeuilleLue]:
    """Return the visible sheets of an .xlsx by title. Raises ClasseurRefuse."""
    if len(contenu) > TAILLE_MAX:
        raise ClasseurRefuse("Ce classeur dépasse 5 Mo : répartissez-le en plusieurs fichiers.")
    _mesurer(contenu)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(contenu)) as classeur:
            visibles = [
                m.name for m in classeur.sheets_metadata if m.visible == SheetVisibleEnum.Visible
            ]
            return {titre: _lire_feuille(classeur, titre) for titre in visibles}
    except (CalamineError, ValueError, OSError):
        raise ClasseurRefuse(ABIME) from None


def _lire_feuille(classeur: CalamineWorkbook, titre: str) -> FeuilleLue:
    feuille = classeur.get_sheet_by_name(titre)
    if feuille.total_height > LIGNES_MAX + 1:
        raise ClasseurRefuse(
            f"La feuille « {titre} » compte plus de {nombre(LIGNES_MAX)} lignes : répartissez-la "
            "en plusieurs fichiers."
        )
    return FeuilleLue(titre, feuille.to_python(skip_empty_area=False))


def _mesurer(contenu: bytes) -> None:
    """Unpack every part without keeping it, whatever size it announces."""
    total = 0
    try:
        with zipfile.ZipFile(BytesIO(contenu)) as archive:
            for partie in archive.infolist():
                partie.file_size = DEPLIE_MAX + 1  # what it announces is not believed
                total += _mesurer_partie(archive, partie, DEPLIE_MAX - total)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        raise ClasseurRefuse(ABIME) from None


def _mesurer_partie(archive: zipfile.ZipFile, partie: zipfile.ZipInfo, reste: int) -> int:
    """Return the size of one part unpacked; refuse a sheet that names cells too far away."""
    lu, colonne, ligne, queue = 0, 0, 0, b""
    with archive.open(partie) as flux:
        while morceau := flux.read(MORCEAU):
            lu += len(morceau)
            if lu > reste:
                raise ClasseurRefuse(DEMESURE)
            if not partie.filename.startswith("xl/worksheets/"):
                continue
            for lettres, chiffres in _PLACE.findall(queue + morceau):
                colonne = max(colonne, _rang(lettres))
                ligne = max(ligne, int(chiffres))
            if colonne * ligne > CELLULES_MAX:
                raise ClasseurRefuse(
                    "Une feuille de ce classeur s’étend bien au-delà de ses données : supprimez "
                    "les lignes et les colonnes qui ne servent pas."
                )
            queue = morceau[-_PLUS_LONGUE_PLACE:]
    return lu


def _rang(lettres: bytes) -> int:
    """« A » is the first column, « AA » the twenty-seventh."""
    rang = 0
    for lettre in lettres.upper():
        rang = rang * 26 + lettre - 64
    return max(rang, 1)


def en_texte(valeur: Brute) -> str:
    """Write a cell as a person would type it; spaces at both ends are dropped.

    Raises CelluleRefusee for a date: a spreadsheet makes one of what looks like one.
    """
    if isinstance(valeur, str):
        return valeur.strip()
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, int | float):
        return _nombre_en_texte(float(valeur))
    raise CelluleRefusee("Cette cellule contient une date : mettez-la au format texte ou nombre.")


def _nombre_en_texte(valeur: float) -> str:
    arrondi = round(valeur, 2)
    propre = arrondi if abs(valeur - arrondi) < TRACE else valeur
    if propre == int(propre):
        return str(int(propre))
    return repr(propre).replace(".", ",")
