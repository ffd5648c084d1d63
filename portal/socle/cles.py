"""Ed25519 keys as files and variables hold them: 32 bytes in base64."""

import base64
import binascii
import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.core.exceptions import ImproperlyConfigured


def lire_privee(texte: str, origine: str) -> Ed25519PrivateKey:
    """Read a private key; ``origine`` names the variable or file for whoever must mend it."""
    return Ed25519PrivateKey.from_private_bytes(_octets(texte, origine))


def lire_publique(texte: str, origine: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(_octets(texte, origine))


def identifiant(cle: Ed25519PublicKey) -> str:
    """A short name of a public key, which what it signed carries."""
    return hashlib.sha256(cle.public_bytes_raw()).hexdigest()[:16]


def texte_public(cle: Ed25519PublicKey) -> str:
    """A public key as a variable or a file wants it."""
    return base64.urlsafe_b64encode(cle.public_bytes_raw()).decode().rstrip("=")


def _octets(texte: str, origine: str) -> bytes:
    """Thirty-two bytes from base64, of either alphabet, with or without its final « = »."""
    propre = texte.strip().rstrip("=").replace("+", "-").replace("/", "_")
    try:
        octets = base64.urlsafe_b64decode(propre + "=" * (-len(propre) % 4))
    except (binascii.Error, ValueError):
        octets = b""
    if len(octets) != 32:
        raise ImproperlyConfigured(f"{origine} doit porter 32 octets, écrits en base64.")
    return octets
