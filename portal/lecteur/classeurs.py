"""Reading a spreadsheet that somebody sends: measured before it is opened, plain values after."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from . import archives
from .feuilles import Vue, feuilles_masquees, lire_vues
from .refus import ABIME, DEMESURE, FichierRefuse
from .relations_simples import avec_des_places_simples

DEPLIE_MAX = 60 * 1024 * 1024
LIGNES_MAX = 5000
TEXTES_MAX = 8 * 1024 * 1024
# Arithmetic of spreadsheets leaves traces far beyond the cent: they are not what was meant.
TRACE = 1e-6
ARRONDI_MAX = 1e15


def lire_classeur(contenu: bytes) -> dict[str, Any]:
    """Return the visible sheets of an .xlsx, as plain data, and the titles of hidden ones.

    Raises FichierRefuse.
    """
    with archives.ouvrir(BytesIO(contenu), DEPLIE_MAX) as archive:
        vues = lire_vues(archive)
        parties, masquees = feuilles_masquees(archive)
    contenu = avec_des_places_simples(contenu, DEPLIE_MAX)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(contenu)) as classeur:
            feuilles = [
                lire_feuille(classeur, m.name, _vue_de(vues, parties.get(m.name, "")))
                for m in classeur.sheets_metadata
                if m.visible == SheetVisibleEnum.Visible and m.typ == SheetTypeEnum.WorkSheet
            ]
    except (CalamineError, ValueError, OSError):
        raise FichierRefuse(ABIME) from None
    return {"feuilles": feuilles, "masquees": masquees}


def _vue_de(vues: Mapping[str, Vue], partie: str) -> Vue:
    """What a sheet shows: one whose part was not looked at is not read blindly."""
    if partie not in vues:
        raise FichierRefuse(ABIME)
    return vues[partie]


def lire_feuille(classeur: CalamineWorkbook, titre: str, vue: Vue) -> dict[str, Any]:
    feuille = classeur.get_sheet_by_name(titre)
    if feuille.total_height > LIGNES_MAX + 1:
        raise FichierRefuse(
            f"La feuille « {titre} » compte plus de 5\u202f000 lignes : répartissez-la en "
            "plusieurs fichiers."
        )
    lignes = [[_simple(v) for v in ligne] for ligne in feuille.to_python(skip_empty_area=False)]
    if sum(len(v) for ligne in lignes for v in ligne if isinstance(v, str)) > TEXTES_MAX:
        raise FichierRefuse(DEMESURE)
    return {
        "titre": titre,
        "lignes": lignes,
        "lignes_masquees": vue.lignes_masquees,
        "colonnes_masquees": vue.colonnes_masquees,
        "fusions": vue.fusions,
        "sans_resultat": vue.sans_resultat,
        "erreurs": vue.erreurs,
        "arrondies": _arrondir(lignes, vue),
    }


def _arrondir(lignes: list[list[Any]], vue: Vue) -> list[tuple[int, int, float, float]]:
    """Put the amount in cents in each cell shown with two decimals at most.

    Return those that do not hold what they show: row, column, what is shown, what was held.
    """
    arrondies = []
    for ligne, colonne, decimales in vue.arrondies:
        if ligne > len(lignes) or colonne > len(lignes[ligne - 1]):
            continue
        exacte = lignes[ligne - 1][colonne - 1]
        if not isinstance(exacte, float) or not abs(exacte) < ARRONDI_MAX:
            continue
        affichee = _arrondi(exacte, decimales)
        if abs(affichee - exacte) >= TRACE:
            lignes[ligne - 1][colonne - 1] = _arrondi(exacte, 2)
            arrondies.append((ligne, colonne, affichee, exacte))
    return arrondies


def _arrondi(valeur: float, decimales: int) -> float:
    """Half-up, as spreadsheets show it."""
    return float(Decimal(repr(valeur)).quantize(Decimal(1).scaleb(-decimales), ROUND_HALF_UP))


def _simple(valeur: Any) -> Any:
    """A value that crosses to another process: a date goes as it is written in French."""
    if isinstance(valeur, str | bool | int | float):
        return valeur
    if isinstance(valeur, datetime):
        return {"date": f"{valeur:%d/%m/%Y %H:%M}".removesuffix(" 00:00")}
    return {"date": f"{valeur:%d/%m/%Y}" if isinstance(valeur, date) else str(valeur)}
