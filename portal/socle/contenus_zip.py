"""Looking into the archives that spreadsheets and text documents are, without unpacking them.

Nothing is trusted: the directory of the archive is measured before it is read, sizes announced
are added up, and only the two small parts that say what the file is are unpacked, up to a limit.
"""

import lzma
import struct
import zipfile
import zlib
from typing import BinaryIO

# Beyond these, an office document is not one (H, docs/decisions/0011).
ANNUAIRE_MAX = 512 * 1024
PARTIES_MAX = 4000
DEPLIE_MAX = 300 * 1024 * 1024
RATIO_MAX = 100
# An archive small once unpacked harms nobody, however well it is packed.
DEPLIE_SANS_RATIO = 20 * 1024 * 1024
PARTIE_LUE_MAX = 1024 * 1024

_FIN = b"PK\x05\x06"
_FIN_64 = b"PK\x06\x07"
_TAILLE_FIN = 22
_COMMENTAIRE_MAX = 65_535
_CHIFFRE = 0x1

# What reading an archive made up or cut short raises.
_ILLISIBLES = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
)

MACROS = "Ce fichier contient des macros. Enregistrez-le sans macro, ou en PDF, puis joignez-le."
PROTEGE = "Ce fichier est protégé par un mot de passe. Enregistrez-le sans protection."
DEMESURE = "Ce fichier est anormalement volumineux une fois ouvert : il n’est pas accepté."
ABIME = "Ce fichier est abîmé : il ne peut pas être ouvert."


class OuvertureRefusee(Exception):
    """The archive is not one to open; the message says why, in French."""


def est_ooxml(fichier: BinaryIO, genre: str) -> bool:
    """Tell whether it is a .docx or .xlsx: ``genre`` is « spreadsheetml.sheet » for instance.

    Raises OuvertureRefusee: macros, password, size once unpacked out of proportion.
    """
    if not _commence_comme_une_archive(fichier):
        return False
    try:
        with _ouvrir(fichier) as archive:
            noms = set(archive.namelist())
            if "[Content_Types].xml" not in noms:
                return False
            types = _lire(archive, "[Content_Types].xml")
            if b"macroEnabled" in types or any(_est_macro_ooxml(nom) for nom in noms):
                raise OuvertureRefusee(MACROS)
            principal = f"application/vnd.openxmlformats-officedocument.{genre}.main+xml"
            return principal.encode() in types
    except _ILLISIBLES:
        raise OuvertureRefusee(ABIME) from None


def est_odf(fichier: BinaryIO, mime: str) -> bool:
    """Tell whether it is an OpenDocument of this type. Raises OuvertureRefusee, as above."""
    if not _commence_comme_une_archive(fichier):
        return False
    try:
        with _ouvrir(fichier) as archive:
            noms = set(archive.namelist())
            if "mimetype" not in noms or _lire(archive, "mimetype").strip() != mime.encode():
                return False
            if any(nom.startswith(("Basic/", "Scripts/")) for nom in noms):
                raise OuvertureRefusee(MACROS)
            manifeste = "META-INF/manifest.xml"
            if manifeste in noms and b"encryption-data" in _lire(archive, manifeste):
                raise OuvertureRefusee(PROTEGE)
            return "content.xml" in noms
    except _ILLISIBLES:
        raise OuvertureRefusee(ABIME) from None


def _est_macro_ooxml(nom: str) -> bool:
    bas = nom.lower()
    return bas.endswith("vbaproject.bin") or "/activex/" in bas or "/macrosheets/" in bas


def _commence_comme_une_archive(fichier: BinaryIO) -> bool:
    fichier.seek(0)
    return fichier.read(4) == b"PK\x03\x04"


def _ouvrir(fichier: BinaryIO) -> zipfile.ZipFile:
    """Open an archive whose directory is of a reasonable size, and whose parts are too."""
    _mesurer_annuaire(fichier)
    fichier.seek(0)
    archive = zipfile.ZipFile(fichier)
    parties = archive.infolist()
    deplie = sum(partie.file_size for partie in parties)
    plie = sum(partie.compress_size for partie in parties)
    if any(partie.flag_bits & _CHIFFRE for partie in parties):
        raise OuvertureRefusee(PROTEGE)
    if (
        len(parties) > PARTIES_MAX
        or deplie > DEPLIE_MAX
        or (deplie > DEPLIE_SANS_RATIO and deplie > RATIO_MAX * plie)
    ):
        raise OuvertureRefusee(DEMESURE)
    if len({partie.filename for partie in parties}) != len(parties):
        raise OuvertureRefusee(ABIME)
    return archive


def _mesurer_annuaire(fichier: BinaryIO) -> None:
    """Refuse a directory that would fill memory when read: its size stands in the last record."""
    fichier.seek(0, 2)
    taille = fichier.tell()
    fichier.seek(max(0, taille - _TAILLE_FIN - _COMMENTAIRE_MAX))
    queue = fichier.read()
    place = queue.rfind(_FIN)
    if place < 0 or len(queue) < place + _TAILLE_FIN:
        raise OuvertureRefusee(ABIME)
    (annuaire,) = struct.unpack_from("<I", queue, place + 12)
    if annuaire > ANNUAIRE_MAX or _FIN_64 in queue[max(0, place - 20) : place]:
        raise OuvertureRefusee(DEMESURE)


def _lire(archive: zipfile.ZipFile, nom: str) -> bytes:
    """Unpack one small part, whatever size it announces."""
    with archive.open(nom) as partie:
        lu = partie.read(PARTIE_LUE_MAX + 1)
    if len(lu) > PARTIE_LUE_MAX:
        raise OuvertureRefusee(DEMESURE)
    return lu
