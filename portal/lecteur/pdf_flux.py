"""The streams of a PDF that hold other objects, or a form: unpacked as readers do it."""

import base64
import zlib
from collections.abc import Callable
from itertools import zip_longest

from .pdf_objets import Dictionnaire, en_octets
from .refus import ABIME, DEMESURE, FichierRefuse

# What one stream may hold once unpacked.
FLUX_MAX = 40 * 1024 * 1024
# Predictors of PNG, one for each row (ISO 32000-2, 7.4.4.4).
_PREMIER_PNG = 10
_RIEN, _GAUCHE, _HAUT, _MOYENNE, _PAETH = range(5)
_PARAMETRES = {"Predictor": 1, "Columns": 1, "Colors": 1, "BitsPerComponent": 8}
_LIGNE_MAX = 1024 * 1024


def deplier(dictionnaire: Dictionnaire, flux: bytes, limite: int = FLUX_MAX) -> bytes:
    """Unpack a stream of objects. Raises FichierRefuse: broken, unknown packing, too large."""
    filtres = _en_liste(dictionnaire.get("Filter", dictionnaire.get("F")))
    parametres = _en_liste(dictionnaire.get("DecodeParms", dictionnaire.get("DP")))
    for filtre, choix in zip_longest(filtres, parametres[: len(filtres)]):
        depaqueter = _FILTRES.get(str(filtre))
        if depaqueter is None:
            raise FichierRefuse(ABIME)
        try:
            flux = _predire(depaqueter(flux, limite), choix)
        except (zlib.error, ValueError):
            raise FichierRefuse(ABIME) from None
    return flux


def _en_liste(valeur: object) -> list[object]:
    if valeur is None or valeur == b"null":
        return []
    return valeur if isinstance(valeur, list) else [valeur]


def _flate(flux: bytes, limite: int) -> bytes:
    lecteur = zlib.decompressobj()
    lu = lecteur.decompress(flux, limite)
    if lecteur.unconsumed_tail:
        raise FichierRefuse(DEMESURE)
    return lu


def _predire(flux: bytes, choix: object) -> bytes:
    """Undo what made each row a difference from the one above, when the parameters say so."""
    if choix is None or choix == b"null":
        return flux
    if not isinstance(choix, dict):  # a reference: nothing tells how the stream is to be read
        raise FichierRefuse(ABIME)
    lus = {nom: choix.get(nom, defaut) for nom, defaut in _PARAMETRES.items()}
    entiers = {nom: valeur for nom, valeur in lus.items() if isinstance(valeur, int)}
    if len(entiers) != len(lus):
        raise FichierRefuse(ABIME)
    if entiers["Predictor"] <= 1:
        return flux
    bits = entiers["Colors"] * entiers["BitsPerComponent"]
    largeur = (entiers["Columns"] * bits + 7) // 8
    if entiers["Predictor"] < _PREMIER_PNG or not 0 < largeur <= _LIGNE_MAX:
        raise FichierRefuse(ABIME)
    return _lignes_png(flux, largeur, max(1, bits // 8))


def _lignes_png(flux: bytes, largeur: int, pas: int) -> bytes:
    sortie, avant = bytearray(), bytearray(largeur)
    for place in range(0, len(flux), largeur + 1):
        ligne = bytearray(flux[place + 1 : place + 1 + largeur])
        _defaire(flux[place], ligne, avant, pas)
        sortie += ligne
        avant = ligne.ljust(largeur, b"\0")
    return bytes(sortie)


def _defaire(genre: int, ligne: bytearray, avant: bytearray, pas: int) -> None:
    if genre not in _ATTENDUS:
        if genre != _RIEN:
            raise FichierRefuse(ABIME)
        return
    attendu = _ATTENDUS[genre]
    for rang, octet in enumerate(ligne):
        gauche, coin = (ligne[rang - pas], avant[rang - pas]) if rang >= pas else (0, 0)
        ligne[rang] = (octet + attendu(gauche, avant[rang], coin)) & 0xFF


def _paeth(gauche: int, haut: int, coin: int) -> int:
    vise = gauche + haut - coin
    return min((gauche, haut, coin), key=lambda voisin: abs(vise - voisin))


# From the bytes on the left, above and above on the left.
_ATTENDUS: dict[int, Callable[[int, int, int], int]] = {
    _GAUCHE: lambda gauche, haut, coin: gauche,
    _HAUT: lambda gauche, haut, coin: haut,
    _MOYENNE: lambda gauche, haut, coin: (gauche + haut) // 2,
    _PAETH: _paeth,
}
_FILTRES: dict[str, Callable[[bytes, int], bytes]] = {
    nom: depaqueter
    for noms, depaqueter in (
        (("FlateDecode", "Fl"), _flate),
        (("ASCIIHexDecode", "AHx"), lambda flux, _: en_octets(flux.split(b">")[0])),
        (
            ("ASCII85Decode", "A85"),
            lambda flux, _: base64.a85decode(flux.split(b"~>")[0], ignorechars=b" \t\n\r\f\v\0"),
        ),
        (("Crypt",), lambda flux, _: flux),
    )
    for nom in noms
}
