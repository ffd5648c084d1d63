"""What a file really is, told by its content and not by its name.

A short list is accepted; everything else is refused, with a sentence for the person who sends it:
a page, a drawing (SVG) or a script can run in a browser, an archive or a macro on a desk.
"""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO

from .images import JPEG, PNG, est_heic, est_jpeg, est_png
from .odf import est_odf, genre_odf
from .ooxml import OLE, est_ooxml, genre_ooxml
from .pdf import commence_comme_un_pdf, est_pdf
from .refus import FichierRefuse

DEBUT_LU = 1024


@dataclass(frozen=True)
class TypeFichier:
    """A kind of file that the portal keeps."""

    code: str
    libelle: str
    mime: str


_BUREAU = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

# Extension → kind, what recognises it, and the family it belongs to.
_CONNUS: Mapping[str, tuple[TypeFichier, Callable[[BinaryIO], bool], str]] = {
    "pdf": (TypeFichier("pdf", "PDF", "application/pdf"), est_pdf, "pdf"),
    "png": (TypeFichier("png", "image PNG", "image/png"), est_png, "image"),
    "jpg": (TypeFichier("jpg", "photographie JPEG", "image/jpeg"), est_jpeg, "image"),
    "xlsx": (
        TypeFichier("xlsx", "classeur Excel", f"{_BUREAU}.spreadsheetml.sheet"),
        partial(est_ooxml, genre="spreadsheetml.sheet"),
        "classeur",
    ),
    "docx": (
        TypeFichier("docx", "document Word", f"{_BUREAU}.wordprocessingml.document"),
        partial(est_ooxml, genre="wordprocessingml.document"),
        "texte",
    ),
    "ods": (
        TypeFichier("ods", "classeur OpenDocument", f"{_ODF}.spreadsheet"),
        partial(est_odf, mime=f"{_ODF}.spreadsheet"),
        "classeur",
    ),
    "odt": (
        TypeFichier("odt", "texte OpenDocument", f"{_ODF}.text"),
        partial(est_odf, mime=f"{_ODF}.text"),
        "texte",
    ),
}
_AUTRES_NOMS = dict.fromkeys(("jpeg", "jfif", "jpe", "pjpeg"), "jpg")
TYPES: Mapping[str, TypeFichier] = {code: genre for code, (genre, _, _) in _CONNUS.items()}
FAMILLES: Mapping[str, str] = {code: famille for code, (_, _, famille) in _CONNUS.items()}
EXTENSIONS = (*TYPES, *_AUTRES_NOMS)
ACCEPTES = "PDF, image PNG ou JPEG, classeur XLSX ou ODS, texte DOCX ou ODT"

HEIC = (
    "Cette photographie est au format HEIC, celui des téléphones récents, que tous les ordinateurs "
    "ne savent pas ouvrir. Enregistrez-la en JPEG, puis joignez-la : sur un iPhone, Réglages, "
    "Appareil photo, Formats, « Le plus compatible » ; ou envoyez-la-vous par courriel, elle "
    "arrive en JPEG."
)
_EN_JPEG = "Ce format d’image n’est pas accepté : enregistrez l’image en JPEG ou en PNG."
_EN_XLSX = "Ce format n’est pas accepté : enregistrez le classeur en XLSX ou en ODS."
_EN_DOCX = "Ce format n’est pas accepté : enregistrez le document en PDF, en DOCX ou en ODT."
_SANS_MACRO = (
    "Ce format n’est pas accepté, il peut contenir des macros : enregistrez-le sans macro."
)
# What to do with what is often sent, and is not kept.
_CONSEILS: Mapping[str, str] = {
    extension: conseil
    for conseil, extensions in (
        (_EN_JPEG, ("webp", "gif", "bmp", "tif", "tiff")),
        (_EN_XLSX, ("xls", "csv", "numbers", "xlsb", "tsv")),
        (_EN_DOCX, ("doc", "rtf", "txt", "pages", "ppt", "pptx", "odp")),
        (_SANS_MACRO, ("xlsm", "docm", "xltm", "dotm")),
    )
    for extension in extensions
}
_IMAGES = (PNG, JPEG, b"GIF8", b"II*\0", b"MM\0*")
_BUREAUTIQUE: Mapping[str, str] = {
    **dict.fromkeys(("xls", "xlsx", "xlsm", "xlsb", "ods", "xlt", "xltx"), "classeur"),
    **dict.fromkeys(("doc", "docx", "docm", "odt", "dot", "dotx"), "texte"),
}
_TEXTES = {"txt", "csv", "tsv", "rtf"}
_UTF16 = (BOM_UTF16_LE, BOM_UTF16_BE)


def reconnaitre(fichier: BinaryIO, nom: str) -> TypeFichier:
    """Return the kind of a file; its content must be what its name announces.

    ``fichier`` is a binary file that can be read from its beginning; it is left there. Raises
    FichierRefuse, which says what the content seems to be.
    """
    try:
        return _reconnaitre(fichier, nom)
    except FichierRefuse as refus:
        refus.genre = deviner(fichier, nom)
        raise
    finally:
        fichier.seek(0)


def _reconnaitre(fichier: BinaryIO, nom: str) -> TypeFichier:
    extension = extension_de(nom)
    code = _AUTRES_NOMS.get(extension, extension)
    fichier.seek(0)
    debut = fichier.read(DEBUT_LU)
    if est_heic(debut):
        raise FichierRefuse(HEIC)
    if code not in _CONNUS:
        raise FichierRefuse(_format_refuse(extension, debut))
    if debut.startswith(OLE):
        raise FichierRefuse(
            "Ce fichier est protégé par un mot de passe, ou enregistré dans un ancien format de "
            f"bureautique. Enregistrez-le sans protection, dans l’un de ces formats : {ACCEPTES}."
        )
    genre, est_du_genre, _ = _CONNUS[code]
    if not est_du_genre(fichier):
        raise FichierRefuse(_pas_celui(extension, debut))
    return genre


def extension_de(nom: str) -> str:
    return PurePosixPath(nom.lower()).suffix.removeprefix(".")


def _format_refuse(extension: str, debut: bytes) -> str:
    if extension in _CONSEILS:
        return f"{_CONSEILS[extension]} Formats acceptés : {ACCEPTES}."
    autre = _autre_nom(debut)
    if autre:
        return (
            "Ce format n’est pas accepté sous ce nom : le contenu est celui d’un fichier "
            f"« .{autre} ». Renommez-le, puis joignez-le."
        )
    return f"Ce format n’est pas accepté. Formats acceptés : {ACCEPTES}."


def _pas_celui(extension: str, debut: bytes) -> str:
    phrase = f"Le contenu de ce fichier n’est pas celui d’un fichier « .{extension} » : "
    autre = _autre_nom(debut)
    if autre and _AUTRES_NOMS.get(extension, extension) != autre:
        return f"{phrase}c’est celui d’un fichier « .{autre} ». Renommez-le, puis joignez-le."
    return f"{phrase}son nom a été changé, ou il est abîmé."


def _autre_nom(debut: bytes) -> str:
    """The extension that the content calls for, when its first bytes tell."""
    if debut.startswith(PNG):
        return "png"
    if debut.startswith(JPEG):
        return "jpg"
    return "pdf" if commence_comme_un_pdf(debut) else ""


def deviner(fichier: BinaryIO, nom: str) -> str:
    """The family that the content of a file refused seems to belong to."""
    fichier.seek(0)
    debut = fichier.read(DEBUT_LU)
    extension = extension_de(nom)
    if est_heic(debut) or debut.startswith(_IMAGES) or _est_autre_image(debut):
        return "image"
    if commence_comme_un_pdf(debut):
        return "pdf"
    if debut.startswith(OLE):
        return _BUREAUTIQUE.get(extension, "inconnu")
    if debut.startswith(b"PK"):
        return _deviner_archive(fichier) or _BUREAUTIQUE.get(extension, "inconnu")
    if extension in _TEXTES and (b"\0" not in debut or debut.startswith(_UTF16)):
        return "texte"
    if extension == "svg" and b"<svg" in debut:
        return "image"
    return "inconnu"


def _est_autre_image(debut: bytes) -> bool:
    """BMP and WEBP, whose first letters begin other things too: a text, a sound."""
    bmp = debut.startswith(b"BM") and debut[6:10] == bytes(4)
    return bmp or (debut.startswith(b"RIFF") and debut[8:12] == b"WEBP")


def _deviner_archive(fichier: BinaryIO) -> str:
    try:
        return genre_ooxml(fichier) or genre_odf(fichier) or "inconnu"
    except FichierRefuse:
        return ""
