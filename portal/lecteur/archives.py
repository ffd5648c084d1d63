"""Looking into the archives that spreadsheets and text documents are.

Nothing is trusted: the directory of the archive is measured before it is read, sizes announced are
added up, and what is unpacked is counted as it comes, whatever it announces.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, BinaryIO

from .refus import ABIME, DEMESURE, PROTEGE, FichierRefuse

# Beyond these, an office document is not one (H, docs/decisions/0011).
ANNUAIRE_MAX = 512 * 1024
PARTIES_MAX = 4000
DEPLIE_MAX = 300 * 1024 * 1024
RATIO_MAX = 100
# An archive small once unpacked harms nobody, however well it is packed.
DEPLIE_SANS_RATIO = 20 * 1024 * 1024
PARTIE_LUE_MAX = 1024 * 1024
SIGNATURE = b"PK\x03\x04"

_FIN = b"PK\x05\x06"
_LOCALISATEUR_64 = b"PK\x06\x07"
_FIN_64 = b"PK\x06\x06"
_TAILLE_FIN = 22
_TAILLE_LOCALISATEUR = 20
_TAILLE_FIN_64 = 56
_COMMENTAIRE_MAX = 65_535
_CHIFFRE = 0x1
# How office documents are packed; readers of other packings ask for memory of their own.
_COMPRESSIONS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}

# What reading an archive made up or cut short raises.
_ILLISIBLES = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


class Archive:
    """An archive of reasonable measure; parts are known by their names, made uniform."""

    def __init__(self, archive: zipfile.ZipFile, deplie_max: int) -> None:
        self._archive = archive
        self._reste = deplie_max
        self.parties: Mapping[str, zipfile.ZipInfo] = {
            nom_uniforme(partie.filename): partie for partie in archive.infolist()
        }

    def lire(self, nom: str, limite: int = PARTIE_LUE_MAX) -> bytes:
        """Unpack one part of at most ``limite`` bytes."""
        with self.ouvrir(nom) as flux:
            lu = flux.read(limite + 1)
        if len(lu) > limite:
            raise FichierRefuse(DEMESURE)
        return lu

    @contextmanager
    def ouvrir(self, nom: str) -> Iterator["FluxCompte"]:
        """Unpack one part piece by piece, counted against what the archive may hold in all."""
        if nom not in self.parties:
            raise FichierRefuse(ABIME)
        with self._archive.open(self.parties[nom]) as flux:
            yield FluxCompte(flux, self)

    def compter(self, lu: int) -> None:
        self._reste -= lu
        if self._reste < 0:
            raise FichierRefuse(DEMESURE)


class FluxCompte:
    """A part being unpacked."""

    def __init__(self, flux: IO[bytes], archive: Archive) -> None:
        self._flux, self._archive = flux, archive

    def read(self, taille: int, /) -> bytes:
        lu = self._flux.read(taille)
        self._archive.compter(len(lu))
        return lu


@contextmanager
def ouvrir(fichier: BinaryIO, deplie_max: int = DEPLIE_MAX) -> Iterator[Archive]:
    """Open an archive. Raises FichierRefuse, as does reading it within: broken, out of measure."""
    try:
        taille = _mesurer_annuaire(fichier)
        fichier.seek(0)
        with zipfile.ZipFile(fichier) as archive:
            _mesurer_parties(archive.infolist(), taille)
            yield Archive(archive, deplie_max)
    except _ILLISIBLES:
        raise FichierRefuse(ABIME) from None


def commence_comme_une_archive(fichier: BinaryIO) -> bool:
    fichier.seek(0)
    return fichier.read(len(SIGNATURE)) == SIGNATURE


def nom_uniforme(nom: str) -> str:
    """The name of a part: some archives are written with backslashes, or capitals of their own."""
    return nom.replace("\\", "/").lstrip("/").lower()


def _mesurer_parties(parties: list[zipfile.ZipInfo], taille: int) -> None:
    """Refuse parts that are encrypted, out of proportion, overlapping, twice there or outside."""
    deplie = sum(partie.file_size for partie in parties)
    plie = sum(partie.compress_size for partie in parties)
    if any(partie.flag_bits & _CHIFFRE for partie in parties):
        raise FichierRefuse(PROTEGE)
    if (
        len(parties) > PARTIES_MAX
        or deplie > DEPLIE_MAX
        or plie > taille
        or (deplie > DEPLIE_SANS_RATIO and deplie > RATIO_MAX * plie)
    ):
        raise FichierRefuse(DEMESURE)
    noms = {nom_uniforme(partie.filename) for partie in parties}
    if len(noms) != len(parties) or any(".." in nom.split("/") for nom in noms):
        raise FichierRefuse(ABIME)
    if any(partie.compress_type not in _COMPRESSIONS for partie in parties):
        raise FichierRefuse(ABIME)


def _mesurer_annuaire(fichier: BinaryIO) -> int:
    """Return the size of the file; refuse a directory that would fill memory when read.

    Its size stands in the last record, or in the longer one that business software writes (ZIP64).
    """
    fichier.seek(0, 2)
    taille = fichier.tell()
    debut = max(0, taille - _TAILLE_FIN - _COMMENTAIRE_MAX)
    fichier.seek(debut)
    queue = fichier.read()
    place = queue.rfind(_FIN)
    if place < 0 or len(queue) < place + _TAILLE_FIN:
        raise FichierRefuse(ABIME)
    (annuaire,) = struct.unpack_from("<I", queue, place + 12)
    if annuaire > ANNUAIRE_MAX and annuaire != 0xFFFFFFFF:
        raise FichierRefuse(DEMESURE)
    long = _annuaire_64(fichier, debut + place)
    if long is None and annuaire == 0xFFFFFFFF:
        raise FichierRefuse(ABIME)
    if long is not None and long > ANNUAIRE_MAX:
        raise FichierRefuse(DEMESURE)
    return taille


def _annuaire_64(fichier: BinaryIO, place: int) -> int | None:
    """The size of the directory in a ZIP64 archive, whose last record stands at ``place``."""
    fichier.seek(max(0, place - _TAILLE_LOCALISATEUR))
    if not fichier.read(4).startswith(_LOCALISATEUR_64):
        return None
    fichier.seek(max(0, place - _TAILLE_LOCALISATEUR - _TAILLE_FIN_64))
    fin = fichier.read(_TAILLE_FIN_64)
    if not fin.startswith(_FIN_64):
        raise FichierRefuse(ABIME)
    return int(struct.unpack_from("<Q", fin, 40)[0])
