"""Spreadsheets for people: readable at once, and safe to open.

Written row by row (openpyxl write-only), so that thousands of rows cost no memory. Numbers
and dates are real ones; a text that a spreadsheet would take for a formula is defused.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import chain

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation

from portal.socle.formats import PARIS

Cellule = str | int | Decimal | date | datetime | bool | None

DEBUTS_DE_FORMULE = ("=", "+", "-", "@", "\t", "\r", "\n")
PAPIER_A4 = 9
TEXTE_MAX = 32_767
TITRE_MAX = 31
LISTE_MAX = 250
FORMAT_ENTIER, FORMAT_DECIMAL, FORMAT_EUROS = "#,##0", "#,##0.00", '#,##0.00\\ "€"'
FORMAT_DATE, FORMAT_DATE_HEURE = "DD/MM/YYYY", "DD/MM/YYYY HH:MM"

_GRAS = Font(bold=True, color="FFFFFF")
_FOND = PatternFill("solid", fgColor="0F5257")
_LIBRE = Protection(locked=False)
_FOND_LIBRE = PatternFill("solid", fgColor="FFFBE8")
_FILET = Border(bottom=Side(style="thin", color="DDD5C6"))
_ENTETE = Alignment(vertical="center", wrap_text=True)
_CORPS = Alignment(vertical="top", wrap_text=True)


@dataclass(frozen=True)
class Colonne:
    """A column: its heading, its width in characters, whether its numbers are amounts.

    ``a_remplir`` is one where people write, in a sheet whose other cells are protected.
    """

    titre: str
    largeur: int = 20
    euros: bool = False
    a_remplir: bool = False


@dataclass(frozen=True)
class Feuille:
    """A sheet: a heading row, frozen, then the rows as they come.

    ``protegee`` keeps people from writing elsewhere than in the columns ``a_remplir``; ``choix``
    offers lists in these, by row of the sheet (2 is the first under the heading). ``volet_fige``
    counts the columns that stay in sight.
    """

    titre: str
    colonnes: Sequence[Colonne]
    lignes: Iterable[Sequence[Cellule]]
    protegee: bool = False
    choix: Mapping[int, Sequence[str]] = field(default_factory=dict)
    volet_fige: int = 0


def ecrire_classeur(feuilles: Iterable[Feuille], *, titre: str) -> bytes:
    """Write an .xlsx workbook and return its bytes."""
    classeur = Workbook(write_only=True)
    classeur.properties.title = titre
    classeur.properties.creator = "Portail partenaires"
    classeur.properties.language = "fr"
    deja: set[str] = set()
    for feuille in feuilles:
        _ecrire_feuille(classeur.create_sheet(_titre_de_feuille(feuille.titre, deja)), feuille)
    sortie = BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()


def desamorcer(texte: str) -> str:
    """Make a text harmless: no control characters, nothing read as a formula.

    A leading apostrophe is how spreadsheets themselves mark « this is text ».
    """
    formule = texte.startswith(DEBUTS_DE_FORMULE)
    propre = ILLEGAL_CHARACTERS_RE.sub("", texte)
    formule = formule or propre.startswith(DEBUTS_DE_FORMULE)
    return (f"'{propre}" if formule else propre)[:TEXTE_MAX]


def _ecrire_feuille(page: WriteOnlyWorksheet, feuille: Feuille) -> None:
    """Write one sheet; everything about its layout must come before its first row."""
    page.freeze_panes = f"{get_column_letter(feuille.volet_fige + 1)}2"
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = PAPIER_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    for rang, colonne in enumerate(feuille.colonnes, start=1):
        page.column_dimensions[get_column_letter(rang)].width = colonne.largeur
    if feuille.protegee:
        _proteger(page, feuille)
    page.append([_cellule_entete(page, colonne) for colonne in feuille.colonnes])
    try:
        for ligne in feuille.lignes:
            paires = zip(ligne, feuille.colonnes, strict=True)
            page.append([_cellule(page, valeur, colonne) for valeur, colonne in paires])
    except BaseException:
        # Rows may come from the database: openpyxl must not be left with an open sheet.
        page.close()
        raise


def _proteger(page: WriteOnlyWorksheet, feuille: Feuille) -> None:
    """Without a password: it keeps from slips, it is no lock. Widths stay free."""
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False
    remplies = [r for r, colonne in enumerate(feuille.colonnes, start=1) if colonne.a_remplir]
    if not remplies:
        return
    debut, fin = get_column_letter(remplies[0]), get_column_letter(remplies[-1])
    for ligne, libelles in feuille.choix.items():
        liste = ",".join(libelles)
        # A list longer than that, or with a comma in a label, is refused by spreadsheets.
        if len(liste) <= LISTE_MAX and not any("," in libelle for libelle in libelles):
            regle = DataValidation(type="list", formula1=f'"{liste}"', allow_blank=True)
            regle.add(f"{debut}{ligne}:{fin}{ligne}")
            page.data_validations.append(regle)


def _cellule_entete(page: WriteOnlyWorksheet, colonne: Colonne) -> WriteOnlyCell:
    cellule = WriteOnlyCell(page, value=desamorcer(colonne.titre))
    cellule.font, cellule.fill, cellule.alignment = _GRAS, _FOND, _ENTETE
    return cellule


def _cellule(page: WriteOnlyWorksheet, valeur: Cellule, colonne: Colonne) -> WriteOnlyCell:
    """One value with its own type; yes and no are written in French, hours are those of Paris."""
    if isinstance(valeur, bool):
        valeur = "oui" if valeur else "non"
    if isinstance(valeur, datetime) and valeur.tzinfo:
        valeur = valeur.astimezone(PARIS).replace(tzinfo=None)
    if isinstance(valeur, str):
        cellule = WriteOnlyCell(page, value=desamorcer(valeur))
        cellule.data_type = "s"
    else:
        cellule = WriteOnlyCell(page, value=valeur)
        cellule.number_format = _format_de(valeur, colonne)
    cellule.alignment, cellule.border = _CORPS, _FILET
    if colonne.a_remplir:
        cellule.protection, cellule.fill = _LIBRE, _FOND_LIBRE
    return cellule


def _format_de(valeur: int | Decimal | date | datetime | None, colonne: Colonne) -> str:
    """How a spreadsheet shows the value: the cell keeps the value itself."""
    if isinstance(valeur, datetime):
        return FORMAT_DATE_HEURE
    if isinstance(valeur, date):
        return FORMAT_DATE
    if valeur is None:
        return "General"
    if colonne.euros:
        return FORMAT_EUROS
    return FORMAT_ENTIER if valeur == int(valeur) else FORMAT_DECIMAL


def _titre_de_feuille(titre: str, deja: set[str]) -> str:
    """A title spreadsheets accept: short, without []:*?/\\, different from the others."""
    propre = "".join(" " if lettre in "[]:*?/\\" else lettre for lettre in titre)
    propre = ILLEGAL_CHARACTERS_RE.sub("", propre).strip("' ")[:TITRE_MAX] or "Feuille"
    suites = (f"{propre[: TITRE_MAX - 5]} ({rang})" for rang in range(2, 1000))
    libre = next(nom for nom in chain([propre], suites) if nom.lower() not in deja)
    deja.add(libre.lower())
    return libre
