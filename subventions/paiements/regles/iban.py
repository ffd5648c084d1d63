"""IBAN: read as people type it, checked, written masked. Pure.

Checked: the country and the length and shape of its account numbers, the key modulo 97
(ISO 13616), and the French key (RIB). Single euro payments reach the countries of ``ZONE_SEPA``.
"""

from stdnum import bic as stdnum_bic
from stdnum import iban as stdnum_iban

from portal.socle.invisibles import sans_invisibles

# Countries and territories of the single euro payments area (EPC409-09), by code of IBAN.
_ZONE = (
    "AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK "
    "MT NL NO PL PT RO RS SE SI SK SM VA"
)
ZONE_SEPA = frozenset(_ZONE.split())
MASQUE = "••••"


class IbanRefuse(ValueError):
    """What was typed is no account that can be paid; the message is for who typed it."""


def lire_iban(texte: str) -> str:
    """Return an IBAN without spaces, in capitals. Raises IbanRefuse."""
    brut = "".join(sans_invisibles(texte).split()).upper().replace("-", "").replace(".", "")
    brut = brut.removeprefix("IBAN").removeprefix(":")
    if not brut.isascii() or not brut.isalnum():
        raise IbanRefuse("Un IBAN ne compte que des lettres sans accent et des chiffres.")
    if brut[:2] not in ZONE_SEPA:
        raise IbanRefuse("Un IBAN commence par le code d’un pays de la zone SEPA, par exemple FR.")
    if brut.startswith("FR") and len(brut) != 27:
        raise IbanRefuse(f"Un IBAN français compte 27 caractères : celui-ci en a {len(brut)}.")
    if not stdnum_iban.is_valid(brut):
        raise IbanRefuse("Cet IBAN n’est pas valide : sa clé de contrôle ne tombe pas juste.")
    return brut


def lire_bic(texte: str) -> str:
    """Return a BIC in capitals, empty when none is typed: payments in euros need none.

    Raises IbanRefuse.
    """
    brut = "".join(sans_invisibles(texte).split()).upper()
    if brut and not stdnum_bic.is_valid(brut):
        raise IbanRefuse("Un BIC compte 8 ou 11 caractères, par exemple PSSTFRPPCNT.")
    return brut


def masquer(iban: str) -> str:
    """« FR•• •••• 0606 »: the country, and the last four characters, as everybody reads it."""
    return f"{iban[:2]}•• {MASQUE} {iban[-4:]}" if iban else ""
