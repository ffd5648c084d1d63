"""Numbers as people write them in French, read without guessing.

Used by forms, imports and commands: « 12,5 », « 12.5 » and « 1 234,50 » (with any kind of
space) are read; whatever could be understood in two ways is refused, with a message that
says what to write instead.
"""

import re
import unicodedata
from decimal import Decimal

# Beyond this many digits before the comma a figure is a slip of the keyboard.
CHIFFRES_MAX = 12
EXEMPLE = "1234,50"

_MOINS = "-\u2212\u2013"
# Invisible, but pasted along with figures from office documents: they count as spaces.
_ESPACES_INVISIBLES = "\u200b\u2060\ufeff"
_ENTIER = re.compile(r"[0-9]+")
_GROUPES = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+")
_EXPOSANT = re.compile(r"-?[0-9][0-9 .,]*[eE][+-]?[0-9]*")
_SYMBOLES = re.compile(r"-?[0-9][0-9 .,]*(?:€|%|[A-Za-z]+\.?)")


class NombreInvalide(ValueError):
    """What was typed is not a number; the message, in French, says what to write."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def lire_nombre(texte: str, *, decimales: int = 2) -> Decimal:
    """Read a number typed by a person, with at most ``decimales`` decimals.

    A negative number is read: whether it is allowed is a matter of range, not of writing.
    Raises NombreInvalide; never any other exception, whatever the text.
    """
    propre = _normaliser(texte)
    _refuser_caracteres(propre)
    negatif = propre.startswith("-")
    corps = propre.removeprefix("-").lstrip(" ")
    entiers, fraction = _separer(corps)
    chiffres = _lire_entiers(entiers)
    _verifier_fraction(chiffres, fraction, decimales)
    nombre = Decimal(f"{chiffres}.{fraction}" if fraction else chiffres)
    return -nombre if negatif and nombre else nombre


def forme_canonique(nombre: Decimal) -> str:
    """Write a number the way it is kept: « 1234 », « 1234.50 », never an exponent.

    One writing per value: no decimals for a whole number, otherwise at least two and no
    useless zero beyond, so that two writings differ only where two values differ.
    """
    if not nombre.is_finite():
        raise ValueError("Un nombre enregistré est toujours fini.")
    signe = "-" if nombre < 0 else ""
    entiers, _, fraction = format(nombre, "f").lstrip("-").partition(".")
    fraction = fraction.rstrip("0")
    entiers = entiers.lstrip("0") or "0"
    return f"{signe}{entiers}.{fraction.ljust(2, '0')}" if fraction else f"{signe}{entiers}"


def _normaliser(texte: str) -> str:
    """Bring every space to U+0020 and every minus to « - », and trim the ends."""
    sans_espace_special = "".join(
        " " if unicodedata.category(lettre) == "Zs" or lettre in _ESPACES_INVISIBLES else lettre
        for lettre in texte
    )
    return re.sub(f"[{_MOINS}]", "-", sans_espace_special).strip()


def _refuser_caracteres(propre: str) -> None:
    """Refuse what is not made of digits, spaces, one separator and a leading minus."""
    if not propre:
        raise NombreInvalide("Écrivez un nombre.")
    if any(lettre.isnumeric() and not lettre.isascii() for lettre in propre):
        raise NombreInvalide("Écrivez le nombre avec les chiffres de 0 à 9.")
    if _EXPOSANT.fullmatch(propre):
        raise NombreInvalide("Écrivez le nombre en chiffres, sans exposant.")
    if propre.startswith("+"):
        raise NombreInvalide("Écrivez le nombre sans le signe +.")
    if _SYMBOLES.fullmatch(propre):
        raise NombreInvalide("Écrivez le nombre seul, sans symbole ni unité.")
    if re.search(r"[^0-9 .,-]", propre) or "-" in propre[1:] or not re.search("[0-9]", propre):
        raise NombreInvalide(f"Écrivez un nombre en chiffres, par exemple {EXEMPLE}.")


def _separer(corps: str) -> tuple[str, str]:
    """Split at the decimal separator, comma or point, refusing two of them."""
    points, virgules = corps.count("."), corps.count(",")
    if points and virgules:
        raise NombreInvalide(
            f"Écrivez {_proposition(corps)} : le point et la virgule ne peuvent pas être "
            "employés ensemble."
        )
    if points > 1 or virgules > 1:
        separateur = "le point n’est permis" if points else "la virgule n’est permise"
        milliers = re.fullmatch(r"[0-9]{1,3}(?:[.,][0-9]{3})+", corps)
        exemple = re.sub("[.,]", "", corps) if milliers else EXEMPLE
        raise NombreInvalide(f"Écrivez {exemple} : {separateur} qu’une fois, pour les décimales.")
    entiers, separateur, fraction = corps.replace(".", ",").partition(",")
    if " " in fraction:
        raise NombreInvalide(f"Écrivez les décimales sans espace, par exemple {EXEMPLE}.")
    if separateur and not (entiers and fraction):
        raise NombreInvalide(
            f"Écrivez des chiffres de chaque côté de la virgule, par exemple {EXEMPLE}."
        )
    return entiers, fraction


def _proposition(corps: str) -> str:
    """What « 1.234,50 » or « 1,234.50 » was meant to be, if its groups leave no doubt."""
    trouve = re.fullmatch(r"([0-9]{1,3}(?:([.,])[0-9]{3})(?:\2[0-9]{3})*)[.,]([0-9]+)", corps)
    if not trouve:
        return EXEMPLE
    return f"{re.sub('[.,]', '', trouve[1])},{trouve[3]}"


def _lire_entiers(entiers: str) -> str:
    """Return the digits before the comma without their spaces, and without leading zeros."""
    if not (_ENTIER.fullmatch(entiers) or _GROUPES.fullmatch(entiers)):
        raise NombreInvalide(
            "Vérifiez les espaces : ils séparent les milliers par groupes de trois chiffres, "
            "comme dans 1 234 567."
        )
    chiffres = entiers.replace(" ", "").lstrip("0") or "0"
    if len(chiffres) > CHIFFRES_MAX:
        raise NombreInvalide(
            f"Ce nombre est trop grand : {CHIFFRES_MAX} chiffres au plus avant la virgule."
        )
    return chiffres


def _verifier_fraction(entiers: str, fraction: str, decimales: int) -> None:
    """Refuse decimals in excess, and say so when they look like thousands."""
    if len(fraction) <= decimales:
        return
    if decimales == 0:
        message = "Écrivez un nombre entier, sans décimales."
    elif decimales == 1:
        message = "Écrivez une décimale au plus."
    else:
        message = f"Écrivez {decimales} décimales au plus."
    if len(fraction) == 3 and entiers != "0" and len(entiers) <= 3:
        message += f" Si vous vouliez dire {entiers} {fraction}, écrivez {entiers}{fraction}."
    raise NombreInvalide(message)
