"""Photographs and drawings: whole, and of a measure that a screen can bear. Never decoded here."""

import re
from typing import BinaryIO

from .refus import ABIME, FichierRefuse

# Beyond, opening the picture fills the memory of a desk (H): an A0 scanned at 400 dpi.
PIXELS_MAX = 250_000_000
PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"

_FIN_JPEG, _DEBUT_TRAME = 0xD9, 0xDA
_TABLES = {0xC4, 0xC8, 0xCC}
# After a picture, the first marker that is neither a stuffed byte nor a restart.
_MARQUE = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_SANS_LONGUEUR = {0x01, *range(0xD0, 0xD9)}
_MARQUES_HEIC = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif"}


def est_heic(debut: bytes) -> bool:
    """Tell whether it is a photograph as telephones keep them: HEIC, HEIF, AVIF."""
    return debut[4:8] == b"ftyp" and debut[8:12] in _MARQUES_HEIC


def est_png(fichier: BinaryIO) -> bool:
    """Tell whether it is a whole PNG. Raises FichierRefuse: cut short, too large once opened."""
    fichier.seek(0)
    if fichier.read(len(PNG)) != PNG:
        return False
    premier = True
    while len(entete := fichier.read(8)) == 8:
        longueur, nom = int.from_bytes(entete[:4], "big"), entete[4:]
        if premier:
            dimensions = fichier.read(longueur) if nom == b"IHDR" and longueur == 13 else b""
            if len(dimensions) != 13:
                break
            largeur, hauteur = (int.from_bytes(dimensions[i : i + 4], "big") for i in (0, 4))
            if not hauteur:
                break
            _mesurer(largeur, hauteur)
            longueur, premier = 0, False
        if nom == b"IEND":
            return True
        fichier.seek(longueur + 4, 1)
    raise FichierRefuse(ABIME)


def est_jpeg(fichier: BinaryIO) -> bool:
    """Tell whether it is a whole JPEG; what follows its end (a film, a second view) is allowed.

    Raises FichierRefuse: cut short, too large once opened.
    """
    fichier.seek(0)
    contenu = fichier.read()
    if not contenu.startswith(JPEG):
        return False
    place = 2
    while 0 <= place < len(contenu) - 1:
        if contenu[place] != 0xFF:  # filling between segments: readers pass over it
            place = contenu.find(b"\xff", place)
            continue
        marque = contenu[place + 1]
        if marque == _FIN_JPEG:
            return True
        place = _suivant(contenu, place, marque)
    raise FichierRefuse(ABIME)


def _suivant(contenu: bytes, place: int, marque: int) -> int:
    """Where the next marker stands, past this segment and past the picture when it begins there."""
    if marque == 0xFF:  # as many as one likes before a marker
        suivante = _MARQUE.search(contenu, place)
        return suivante.start() if suivante else -1
    if marque in _SANS_LONGUEUR:
        return place + 2
    longueur = int.from_bytes(contenu[place + 2 : place + 4], "big")
    if longueur < 2:
        raise FichierRefuse(ABIME)
    if 0xC0 <= marque <= 0xCF and marque not in _TABLES:
        hauteur, largeur = contenu[place + 5 : place + 7], contenu[place + 7 : place + 9]
        _mesurer(int.from_bytes(largeur, "big"), int.from_bytes(hauteur, "big"))
    place += 2 + longueur
    if marque != _DEBUT_TRAME:
        return place
    suivante = _MARQUE.search(contenu, place)
    return suivante.start() if suivante else -1


def _mesurer(largeur: int, hauteur: int) -> None:
    if not largeur:  # the height of a JPEG may come later
        raise FichierRefuse(ABIME)
    if largeur * hauteur > PIXELS_MAX:
        raise FichierRefuse(
            f"Cette image de {largeur} × {hauteur} points est trop grande pour être ouverte : "
            "réduisez ses dimensions, puis joignez-la."
        )
