"""What a file really is, told by its content and not by its name.

A short list is accepted; everything else is refused, with a sentence for the person who sends it:
a page, a drawing (SVG) or a script can run in a browser, an archive or a macro on a desk.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from portal.socle.contenus_zip import OuvertureRefusee, est_odf, est_ooxml

# Readers accept a few bytes after the end of a PDF; the mark stands within the last kilobytes.
FIN_PDF = 4096
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class FichierRefuse(Exception):
    """The file is not one that the portal keeps; the message says why, in French."""


@dataclass(frozen=True)
class TypeFichier:
    """A kind of file that the portal keeps."""

    code: str
    libelle: str
    mime: str


def _est_pdf(fichier: BinaryIO) -> bool:
    return fichier.read(5) == b"%PDF-" and b"%%EOF" in _fin(fichier, FIN_PDF)


def _est_png(fichier: BinaryIO) -> bool:
    debut = fichier.read(16)
    return (
        debut[:8] == b"\x89PNG\r\n\x1a\n"
        and debut[12:] == b"IHDR"
        and b"IEND" in _fin(fichier, FIN_PDF)
    )


def _est_jpeg(fichier: BinaryIO) -> bool:
    return fichier.read(3) == b"\xff\xd8\xff" and b"\xff\xd9" in _fin(fichier, FIN_PDF)


def _fin(fichier: BinaryIO, taille: int) -> bytes:
    """The last bytes of a file."""
    fichier.seek(0, 2)
    fichier.seek(max(0, fichier.tell() - taille))
    return fichier.read()


def _ooxml(genre: str) -> Callable[[BinaryIO], bool]:
    return lambda fichier: est_ooxml(fichier, genre)


def _odf(mime: str) -> Callable[[BinaryIO], bool]:
    return lambda fichier: est_odf(fichier, mime)


_BUREAU = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

# Extension → kind, and what recognises it.
_CONNUS: Mapping[str, tuple[TypeFichier, Callable[[BinaryIO], bool]]] = {
    "pdf": (TypeFichier("pdf", "PDF", "application/pdf"), _est_pdf),
    "png": (TypeFichier("png", "image PNG", "image/png"), _est_png),
    "jpg": (TypeFichier("jpg", "photographie JPEG", "image/jpeg"), _est_jpeg),
    "xlsx": (
        TypeFichier("xlsx", "classeur Excel", f"{_BUREAU}.spreadsheetml.sheet"),
        _ooxml("spreadsheetml.sheet"),
    ),
    "docx": (
        TypeFichier("docx", "document Word", f"{_BUREAU}.wordprocessingml.document"),
        _ooxml("wordprocessingml.document"),
    ),
    "ods": (
        TypeFichier("ods", "classeur OpenDocument", f"{_ODF}.spreadsheet"),
        _odf(f"{_ODF}.spreadsheet"),
    ),
    "odt": (TypeFichier("odt", "texte OpenDocument", f"{_ODF}.text"), _odf(f"{_ODF}.text")),
}
_AUTRES_NOMS = {"jpeg": "jpg"}
TYPES: Mapping[str, TypeFichier] = {code: genre for code, (genre, _) in _CONNUS.items()}
EXTENSIONS = (*TYPES, *_AUTRES_NOMS)
ACCEPTES = "PDF, image PNG ou JPEG, classeur XLSX ou ODS, texte DOCX ou ODT"


def reconnaitre(fichier: BinaryIO, nom: str) -> TypeFichier:
    """Return the kind of a file; its content must be what its name announces.

    ``fichier`` is a binary file that can be read from its beginning; it is left there. Raises
    FichierRefuse.
    """
    extension = PurePosixPath(nom.lower()).suffix.removeprefix(".")
    code = _AUTRES_NOMS.get(extension, extension)
    if code not in _CONNUS:
        raise FichierRefuse(f"Ce format n’est pas accepté. Formats acceptés : {ACCEPTES}.")
    fichier.seek(0)
    if fichier.read(len(OLE)) == OLE:
        raise FichierRefuse(
            "Ce fichier est protégé par un mot de passe, ou enregistré dans un ancien format de "
            f"bureautique. Enregistrez-le sans protection, dans l’un de ces formats : {ACCEPTES}."
        )
    genre, est_du_genre = _CONNUS[code]
    fichier.seek(0)
    try:
        reconnu = est_du_genre(fichier)
    except OuvertureRefusee as erreur:
        raise FichierRefuse(str(erreur)) from None
    finally:
        fichier.seek(0)
    if not reconnu:
        raise FichierRefuse(
            f"Le contenu de ce fichier n’est pas celui d’un fichier « .{extension} » : son nom a "
            "été changé, ou il est abîmé."
        )
    return genre
