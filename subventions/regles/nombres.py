"""Numbers of the engine: read without leniency, kept exact, rounded at one place only.

What people type is read by the forms; here come figures already in plain notation (« 1234.50 »)
from a declaration, from a file or from another program. All else is refused rather than guessed.
"""

import re
from contextlib import AbstractContextManager
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
ENTIERS_MAX = 12
DECIMALES_MAX = 20

# Large enough for any product of three accepted numbers: nothing is lost before rounding.
EXACT = Context(prec=200)

# What nearly all numbers are; the expressions below only tell why one is not.
_ACCEPTEE = re.compile(rf"0*[0-9]{{1,{ENTIERS_MAX}}}(?:\.[0-9]{{1,{DECIMALES_MAX}}})?", re.ASCII)
_ECRITURE = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)
_EXPOSANT = re.compile(r"[+-]?[0-9]*\.?[0-9]*e[+-]?[0-9]*", re.ASCII | re.IGNORECASE)
_NON_FINI = re.compile(r"[+-]?(?:s?nan[0-9]*|inf|infinity)", re.ASCII | re.IGNORECASE)


class NombreRefuse(ValueError):
    """A value that is not an acceptable number; the message is in French, for people."""


def calcul_exact() -> AbstractContextManager[Context]:
    """Every product and quotient inside is exact, or precise far beyond the cent."""
    return localcontext(EXACT)


def arrondir(valeur: Decimal) -> Decimal:
    """Round half-up to the cent: 0.005 becomes 0.01."""
    return valeur.quantize(CENT, ROUND_HALF_UP, EXACT)


def diviser(dividende: Decimal, diviseur: Decimal) -> Decimal:
    """Quotient rounded half-up to the cent."""
    return arrondir(EXACT.divide(dividende, diviseur))


def ecrire(valeur: Decimal) -> str:
    """Plain notation, as many decimals as the number has.

    ``str`` writes nearly all of them so, seven times faster than ``format``.
    """
    texte = str(valeur)
    return format(valeur, "f") if "E" in texte else texte


def ecrire_parametre(valeur: Decimal) -> str:
    """A barème value: two decimals at least, no useless zero after them (0.325, 48000.00)."""
    entiers, _, decimales = ecrire(valeur).partition(".")
    return f"{entiers}.{decimales.rstrip('0').ljust(2, '0')}"


def lire_decimal(valeur: object) -> Decimal:
    """Read a number that may not be negative, or raise NombreRefuse.

    A float counts for what it shows (``repr``): a reader that wants the very digits of a file
    gives a string, or a float that remembers them.
    """
    if type(valeur) is str:  # What nearly all are: told at once.
        return _lire_texte(valeur)
    if isinstance(valeur, bool) or not isinstance(valeur, str | int | float | Decimal):
        raise NombreRefuse("Un nombre est attendu.")
    if isinstance(valeur, Decimal):
        texte = format(valeur, "f")
    elif isinstance(valeur, float):
        texte = repr(valeur)
    else:
        texte = str(valeur)
    return _lire_texte(texte)


def _lire_texte(texte: str) -> Decimal:
    if _ACCEPTEE.fullmatch(texte):
        return Decimal(texte)
    if not texte:
        raise NombreRefuse("Une valeur est obligatoire.")
    if _NON_FINI.fullmatch(texte):
        raise NombreRefuse("Un nombre fini est attendu.")
    if len(texte) > 1 and _EXPOSANT.fullmatch(texte):
        raise NombreRefuse("L’écriture avec un exposant (comme 1e9) n’est pas acceptée.")
    if not _ECRITURE.fullmatch(texte):
        raise NombreRefuse(
            "Un nombre est attendu, écrit avec un point et sans espace, par exemple 1234.50."
        )
    entiers, _, decimales = texte.lstrip("-").partition(".")
    if len(entiers.lstrip("0")) > ENTIERS_MAX or len(decimales) > DECIMALES_MAX:
        raise NombreRefuse(
            f"Le nombre est trop long : {ENTIERS_MAX} chiffres au plus avant le point, "
            f"{DECIMALES_MAX} après."
        )
    nombre = Decimal(texte)
    if nombre < 0:
        raise NombreRefuse("La valeur ne peut pas être négative.")
    return nombre.copy_abs()  # Exact, where abs() would round to the caller's context.


def lire_entier(valeur: object) -> int:
    """Read a whole number: « 8 » and « 8.0 » are, « 8.5 » is not."""
    nombre = lire_decimal(valeur)
    if nombre != nombre.to_integral_value():
        raise NombreRefuse("Un nombre entier est attendu.")
    return int(nombre)
