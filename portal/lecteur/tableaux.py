"""Reading a table that somebody sends, whatever it was made with: xlsx, ods, csv.

The same plain data for the three; a text hides nothing.
"""

import csv
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from io import BytesIO, StringIO
from pathlib import PurePosixPath
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from . import archives
from .classeurs import DEPLIE_MAX, LIGNES_MAX, lire_classeur, lire_feuille
from .feuilles import Vue
from .odf_vues import lire_vues_odf
from .refus import ABIME, FichierRefuse

SEPARATEURS = ";,\t"
ESSAI = 4096
TROP_LONG = "Ce fichier compte plus de 5\u202f000 lignes : répartissez-le en plusieurs fichiers."
PAS_DU_TEXTE = "Ce fichier n’est pas un texte lisible : enregistrez-le en CSV (UTF-8)."
MAL_FORME = "Les guillemets de ce fichier ne se referment pas : il ne peut pas être lu."


def lire_tableau(contenu: bytes, nom: str) -> dict[str, Any]:
    """Return the visible sheets of a file; a text is one sheet. ``nom`` tells its format.

    Raises FichierRefuse.
    """
    extension = PurePosixPath(nom.lower()).suffix
    if extension == ".csv":
        return {"feuilles": [_nue(PurePosixPath(nom).stem, _lire_csv(contenu))], "masquees": []}
    return _lire_ods(contenu) if extension == ".ods" else lire_classeur(contenu)


def _lire_ods(contenu: bytes) -> dict[str, Any]:
    with archives.ouvrir(BytesIO(contenu), DEPLIE_MAX) as archive:
        # Each part is unpacked as it is counted: what is out of measure stops here.
        vues: dict[str, Vue] = {}
        for partie in archive.parties:
            with archive.ouvrir(partie) as flux:
                if partie == "content.xml":
                    vues = lire_vues_odf(flux)
                while flux.read(256 * 1024):
                    pass
    try:
        with CalamineWorkbook.from_filelike(BytesIO(contenu)) as classeur:
            visibles = [
                m.name for m in classeur.sheets_metadata if m.visible == SheetVisibleEnum.Visible
            ]
            masquees = [m.name for m in classeur.sheets_metadata if m.name not in visibles]
            feuilles = [lire_feuille(classeur, t, vues.get(t, Vue())) for t in visibles]
    except (CalamineError, ValueError, OSError):
        raise FichierRefuse(ABIME) from None
    return {"feuilles": feuilles, "masquees": masquees}


def _lire_csv(contenu: bytes) -> list[list[str]]:
    texte = _decoder(contenu)
    if "\0" in texte:
        raise FichierRefuse(PAS_DU_TEXTE)
    entete = texte.lstrip("\r\n")[:ESSAI].partition("\n")[0]
    separateur = max(SEPARATEURS, key=entete.count)
    lignes: list[list[str]] = []
    try:
        for ligne in csv.reader(StringIO(texte, newline=""), delimiter=separateur, strict=True):
            lignes.append(ligne)
            if len(lignes) > LIGNES_MAX + 1:
                raise FichierRefuse(TROP_LONG)
    except csv.Error:
        raise FichierRefuse(MAL_FORME) from None
    return lignes


def _decoder(contenu: bytes) -> str:
    """UTF-16 when it says so, as « Texte Unicode »; UTF-8, else what French spreadsheets write."""
    en_deux_octets = contenu.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    for codage in ("utf-16",) if en_deux_octets else ("utf-8-sig", "cp1252"):
        try:
            return contenu.decode(codage)
        except UnicodeDecodeError:
            continue
    raise FichierRefuse(PAS_DU_TEXTE)


def _nue(titre: str, lignes: list[list[str]]) -> dict[str, Any]:
    return {
        "titre": titre,
        "lignes": lignes,
        "lignes_masquees": [],
        "colonnes_masquees": [],
        "fusions": [],
        "sans_resultat": [],
        "erreurs": [],
        "arrondies": [],
    }
