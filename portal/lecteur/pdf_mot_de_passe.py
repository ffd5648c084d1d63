"""Does a protected PDF open without a password? The standard protection, in all its ages.

A PDF protected against changes alone opens with an empty password: readers try it first, and so do
we (ISO 32000-2, 7.6.4). RC4 of 40 and 128 bits, AES of 128 and 256 bits.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from .pdf_objets import Dictionnaire

_REMPLISSAGE = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
_SEL_AES = b"sAlT"
# Number and generation of the object, then its stream or text.
Dechiffrer = Callable[[int, int, bytes], bytes]


@dataclass(frozen=True)
class Protection:
    """What the dictionary of the protection says."""

    revision: int
    octets: int
    proprietaire: bytes
    utilisateur: bytes
    cle_utilisateur: bytes
    droits: int
    metadonnees: bool
    methode: str

    @classmethod
    def depuis(cls, lu: Dictionnaire) -> "Protection | None":
        """None when it is another protection than the standard one: a certificate, a service."""
        if lu.get("Filter") != "Standard":
            return None
        version, longueur = _entier(lu, "V"), _entier(lu, "Length", 40)
        bits = {1: 40, 4: 128}.get(version, longueur)
        return cls(
            revision=_entier(lu, "R"),
            # Some writers give it in bytes.
            octets=min(max(bits // 8 if bits > 32 else bits, 5), 32),
            proprietaire=_texte(lu, "O"),
            utilisateur=_texte(lu, "U"),
            cle_utilisateur=_texte(lu, "UE"),
            droits=_entier(lu, "P"),
            metadonnees=lu.get("EncryptMetadata") != b"false",
            methode=_methode(lu) if version in (4, 5) else "V2",
        )

    def sans_mot_de_passe(self, identifiant: bytes) -> Dechiffrer | None:
        """What reads the streams once opened without a password; None when one is needed."""
        if self.revision in (5, 6):
            cle = self._cle_256()
        elif self.revision in (2, 3, 4):
            cle = self._cle_128(identifiant)
        else:
            return None
        return None if cle is None else self._dechiffreur(cle)

    def _cle_128(self, identifiant: bytes) -> bytes | None:
        """RC4, and AES of 128 bits: algorithms 2, 4 and 5."""
        taille = 5 if self.revision == 2 else self.octets
        graine = _REMPLISSAGE + self.proprietaire[:32]
        graine += (self.droits & 0xFFFFFFFF).to_bytes(4, "little") + identifiant
        if self.revision >= 4 and not self.metadonnees:
            graine += b"\xff\xff\xff\xff"
        cle = _md5(graine)
        if self.revision == 2:
            cle = cle[:taille]
            return cle if rc4(cle, _REMPLISSAGE) == self.utilisateur[:32] else None
        for _ in range(50):
            cle = _md5(cle[:taille])
        cle = cle[:taille]
        temoin = _md5(_REMPLISSAGE + identifiant)
        for tour in range(20):
            temoin = rc4(bytes(octet ^ tour for octet in cle), temoin)
        return cle if temoin == self.utilisateur[:16] else None

    def _cle_256(self) -> bytes | None:
        """AES of 256 bits: algorithms 2.A and 2.B."""
        temoin, sel, sel_cle = (self.utilisateur[i:j] for i, j in ((0, 32), (32, 40), (40, 48)))
        hacher = _hacher_r6 if self.revision == 6 else _hacher_r5
        if len(sel_cle) != 8 or len(self.cle_utilisateur) < 32 or hacher(sel) != temoin:
            return None
        return _aes_cbc(hacher(sel_cle), bytes(16), self.cle_utilisateur[:32], dechiffrer=True)

    def _dechiffreur(self, cle: bytes) -> Dechiffrer:
        def dechiffrer(numero: int, generation: int, flux: bytes) -> bytes:
            if self.methode == "Identity":
                return flux
            propre = cle
            if self.revision < 5:
                graine = cle + _petit(numero, 3) + _petit(generation, 2)
                sel = _SEL_AES if self.methode == "AESV2" else b""
                propre = _md5(graine + sel)[: min(len(cle) + 5, 16)]
            return rc4(propre, flux) if self.methode == "V2" else _aes_flux(propre, flux)

        return dechiffrer


def _entier(lu: Dictionnaire, cle: str, defaut: int = 0) -> int:
    valeur = lu.get(cle)
    return valeur if isinstance(valeur, int) else defaut


def _texte(lu: Dictionnaire, cle: str) -> bytes:
    valeur = lu.get(cle)
    return valeur if isinstance(valeur, bytes) else b""


def _petit(entier: int, octets: int) -> bytes:
    return (entier % (1 << 8 * octets)).to_bytes(octets, "little")


def _methode(lu: Dictionnaire) -> str:
    """How streams are encrypted: « V2 » is RC4."""
    filtres, nom = lu.get("CF"), lu.get("StmF", "Identity")
    filtre = filtres.get(str(nom)) if isinstance(filtres, dict) else None
    methode = str(filtre.get("CFM", "None")) if isinstance(filtre, dict) else "None"
    return methode if methode in ("V2", "AESV2", "AESV3") else "Identity"


def _md5(texte: bytes) -> bytes:
    return hashlib.md5(texte, usedforsecurity=False).digest()


def _hacher_r5(sel: bytes) -> bytes:
    return hashlib.sha256(sel).digest()


def _hacher_r6(sel: bytes) -> bytes:
    """Algorithm 2.B with an empty password."""
    cle = hashlib.sha256(sel).digest()
    tour, dernier = 0, 0
    while tour < 64 or dernier > tour - 32:
        chiffre = _aes_cbc(cle[:16], cle[16:32], cle * 64)
        reste = sum(chiffre[:16]) % 3
        cle = (hashlib.sha256, hashlib.sha384, hashlib.sha512)[reste](chiffre).digest()
        dernier, tour = chiffre[-1], tour + 1
    return cle[:32]


def rc4(cle: bytes, texte: bytes) -> bytes:
    """RC4, which a PDF of another age may still use; the same way to and fro."""
    etat = list(range(256))
    j = 0
    for i in range(256):
        j = (j + etat[i] + cle[i % len(cle)]) & 0xFF
        etat[i], etat[j] = etat[j], etat[i]
    i = j = 0
    sortie = bytearray(len(texte))
    for rang, octet in enumerate(texte):
        i = (i + 1) & 0xFF
        j = (j + etat[i]) & 0xFF
        etat[i], etat[j] = etat[j], etat[i]
        sortie[rang] = octet ^ etat[(etat[i] + etat[j]) & 0xFF]
    return bytes(sortie)


def _aes_flux(cle: bytes, flux: bytes) -> bytes:
    """A stream: its first block is the vector, its last byte the length of the padding."""
    vecteur, chiffre = flux[:16], flux[16 : len(flux) - len(flux) % 16]
    if len(vecteur) < 16 or not chiffre:
        return b""
    clair = _aes_cbc(cle, vecteur, chiffre, dechiffrer=True)
    return clair[: -clair[-1]] if 1 <= clair[-1] <= 16 else clair


def _aes_cbc(cle: bytes, vecteur: bytes, texte: bytes, *, dechiffrer: bool = False) -> bytes:
    # Loaded when needed alone: few PDF are protected, and each reader starts anew.
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    chiffre = Cipher(algorithms.AES(cle), modes.CBC(vecteur))
    acteur = chiffre.decryptor() if dechiffrer else chiffre.encryptor()
    return acteur.update(texte) + acteur.finalize()
