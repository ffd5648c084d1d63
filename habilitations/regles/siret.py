"""A SIRET as people type it and as spreadsheets spoil it: read, or explained."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from stdnum.fr import siret as stdnum_siret

from portal.socle.invisibles import sans_invisibles

CHIFFRES = 14
_EXPOSANT = re.compile(r"([0-9]+(?:[.,][0-9]+)?)[eE]\+?([0-9]{1,2})")
# Copied along with the digits and read by nobody.
_SEPARATEURS = " .-_\u00a0\u202f\u2009'’\t"

ARRONDI = (
    "Le tableur a arrondi ce SIRET ({ecrit}) : des chiffres sont perdus. Mettez la colonne au "
    "format Texte, puis saisissez de nouveau ses 14 chiffres."
)
ZERO_REMIS = "Le tableur avait retiré le zéro de tête de ce SIRET : il est remis ({siret})."
CHIFFRES_RENDUS = "Le tableur avait écrit ce SIRET avec un exposant : il est relu ({siret})."


class SiretIllisible(ValueError):
    """What is written is no SIRET; the message says why, and what to write."""


def lire_siret(ecrit: str) -> tuple[str, str]:
    """Return the 14 digits of a SIRET, and what is to be said of how it was written, often nothing.

    Spaces, dots and dashes are understood; so are a leading zero that a spreadsheet dropped, when
    the check digit agrees, and an exponent that lost no digit. Raises SiretIllisible.
    """
    ecrit = sans_invisibles(ecrit)
    net = "".join(c for c in unicodedata.normalize("NFKC", ecrit) if c not in _SEPARATEURS)
    remarque = ""
    if trouve := _EXPOSANT.fullmatch("".join(ecrit.split())):
        net, remarque = _relire_exposant(ecrit, trouve), CHIFFRES_RENDUS
    if not net:
        raise SiretIllisible("Indiquez le SIRET.")
    if not (net.isascii() and net.isdigit()):
        raise SiretIllisible(f"« {ecrit.strip()} » n’est pas un SIRET : il compte 14 chiffres.")
    if len(net) < CHIFFRES and _est_valide(net.zfill(CHIFFRES)) and len(net) >= CHIFFRES - 2:
        net, remarque = net.zfill(CHIFFRES), ZERO_REMIS
    if len(net) != CHIFFRES:
        raise SiretIllisible(
            f"Ce SIRET compte {len(net)} chiffre{'s' if len(net) > 1 else ''}, au lieu de 14."
        )
    if not _est_valide(net):
        raise SiretIllisible(
            f"Le SIRET {net} n’est pas valide : vérifiez ses chiffres, le dernier se déduit des "
            "autres."
        )
    return net, remarque.format(siret=net) if remarque else ""


def _est_valide(siret: str) -> bool:
    return bool(stdnum_siret.is_valid(siret))


def _relire_exposant(ecrit: str, trouve: re.Match[str]) -> str:
    """The digits behind « 3,6252187900034E+13 »; SiretIllisible when some are lost."""
    mantisse, exposant = trouve[1].replace(",", "."), int(trouve[2])
    decimales = len(mantisse.partition(".")[2])
    try:
        valeur = Decimal(mantisse).scaleb(exposant)
    except InvalidOperation:
        raise SiretIllisible(ARRONDI.format(ecrit=ecrit.strip())) from None
    if decimales < exposant or exposant > CHIFFRES:
        raise SiretIllisible(ARRONDI.format(ecrit=ecrit.strip()))
    return format(valeur.to_integral_value(), "f")
