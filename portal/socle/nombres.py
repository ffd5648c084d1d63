"""Numbers as people write them in French, read without guessing.

Used by forms, imports and commands: « 12,5 », « 12.5 », « 1 234,50 » (with any kind of space),
« 1.234,50 » and what spreadsheets and web pages add to a copied figure – its unit, marks that
nobody sees – are read; whatever could be understood in two ways is refused, with a message that
quotes what was written and shows a number of the kind awaited.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from portal.socle.invisibles import sans_invisibles

# Beyond this many digits before the comma a figure is a slip of the keyboard.
CHIFFRES_MAX = 12
# Characters of what was written that a message quotes.
CITES_MAX = 40

_MOINS = "-\u2212\u2013"
_ENTIER = re.compile(r"[0-9]+")
_GROUPES = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+")
# « 1.234,50 », « 1,234.50 »; « 1.234.567 »: what groups thousands and what begins decimals differ.
_GROUPES_ET_DECIMALES = re.compile(
    r"([0-9]{1,3}(?:([.,])[0-9]{3})(?:\2[0-9]{3})*)(?!\2)[.,]([0-9]+)"
)
_GROUPES_SEULS = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})+")
_APOSTROPHE = re.compile("(?<=[0-9])['\u2019](?=[0-9]{3})")
_EXPOSANT = re.compile(r"-?[0-9][0-9 .,]*[eE][+-]?[0-9]*")
_SYMBOLES = re.compile(r"-?(?:€ ?)?[0-9][0-9 .,]*(?:€|%|[A-Za-z]+\.?)?")
# « 12h30 », « 1 234 h 30 min »; « 12:30 » and « 12:30:00 », as spreadsheets show a duration.
_DUREE = re.compile(
    r"([0-9]{1,6}|[0-9]{1,3} [0-9]{3})(?: ?h ?([0-5]?[0-9])(?: ?min)?|:([0-5][0-9])(?::00)?)",
    re.IGNORECASE,
)

EUROS, HEURES = "€", "h"
# Ways in which a unit is written after a number; any other is written as it stands.
_UNITES: Mapping[str, tuple[str, ...]] = {
    EUROS: ("€", "euros", "euro", "eur"),
    HEURES: ("heures", "heure", "h"),
    "jours": ("jours", "jour", "j"),
}
_EXEMPLES: Mapping[str, str] = {EUROS: "1234,50", HEURES: "120,50", "ETP": "0,80"}


class NombreInvalide(ValueError):
    """What was typed is not a number; the message, in French, says what to write.

    ``montre`` tells that the message already shows a number to write.
    """

    def __init__(self, message: str, *, montre: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.montre = montre


@dataclass(frozen=True)
class Attendu:
    """The kind of number awaited: how many decimals at most, in which unit (« » for none)."""

    decimales: int = 2
    unite: str = ""

    @property
    def exemple(self) -> str:
        """A number of this kind, to show."""
        if self.decimales == 0:
            return "12"
        return _EXEMPLES.get(self.unite, "7,5" if self.decimales == 1 else "1234,50")


def lire_nombre(texte: str, *, decimales: int = 2, unite: str = "") -> Decimal:
    """Read a number typed by a person, with at most ``decimales`` decimals.

    ``unite`` may follow it, as « € » or « heures » do in a spreadsheet; no other unit may. A
    negative number is read: whether it is allowed is a matter of range, not of writing.
    Raises NombreInvalide; never any other exception, whatever the text.
    """
    attendu = Attendu(decimales, unite)
    propre = _normaliser(texte)
    if not propre:
        raise NombreInvalide("Écrivez un nombre.")
    try:
        return _lire(propre, attendu)
    except NombreInvalide as refus:
        message = f"{citer_la_saisie(texte)} {refus.message}"
        if not refus.montre:
            message += f" Par exemple : {attendu.exemple}."
        raise NombreInvalide(message) from None


def citer_la_saisie(texte: str) -> str:
    """« Vous avez écrit « 12 cm ». »: what was read, on one line, shortened when it is long."""
    lisible = "".join(c if unicodedata.category(c)[0] != "C" else "\ufffd" for c in texte.strip())
    extrait = lisible if len(lisible) <= CITES_MAX else f"{lisible[:CITES_MAX]}…"
    return f"Vous avez écrit «\u00a0{extrait}\u00a0»."


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


def _lire(propre: str, attendu: Attendu) -> Decimal:
    nu = _APOSTROPHE.sub(" ", _sans_unite(propre, attendu.unite))
    _refuser_caracteres(nu, propre, attendu)
    negatif = nu.startswith("-")
    entiers, fraction = _separer(nu.removeprefix("-").lstrip(" "), attendu.exemple)
    chiffres, fraction = _lire_entiers(entiers), _sans_zeros_de_trop(fraction, attendu.decimales)
    _verifier_fraction(chiffres, fraction, attendu.decimales)
    nombre = Decimal(f"{chiffres}.{fraction}" if fraction else chiffres)
    return -nombre if negatif and nombre else nombre


def _normaliser(texte: str) -> str:
    """Drop what nobody sees, bring spaces to U+0020 and minuses to « - », trim the ends."""
    visible = "".join(
        " " if unicodedata.category(lettre) == "Zs" else lettre for lettre in sans_invisibles(texte)
    )
    return re.sub(f"[{_MOINS}]", "-", visible).strip()


def _sans_unite(propre: str, unite: str) -> str:
    """Take off the unit awaited, written after the number or, for euros, before it."""
    if unite == EUROS:
        propre = re.sub(r"^(-?) ?€ ?(?=[0-9])", r"\1", propre)
    for ecrite in _UNITES.get(unite, (unite.casefold(),) if unite else ()):
        nombre = propre[: -len(ecrite)].rstrip()
        if propre.casefold().endswith(ecrite) and nombre[-1:].isdigit():
            return nombre
    return propre


def _refuser_caracteres(nu: str, propre: str, attendu: Attendu) -> None:
    """Refuse what is not made of digits, spaces, separators and a leading minus."""
    if any(lettre.isnumeric() and not lettre.isascii() for lettre in nu):
        raise NombreInvalide("Écrivez le nombre avec les chiffres de 0 à 9.")
    if _EXPOSANT.fullmatch(nu):
        raise NombreInvalide("Écrivez le nombre en chiffres, sans exposant.")
    if nu.startswith("+"):
        raise NombreInvalide("Écrivez le nombre sans le signe +.")
    if attendu.unite == HEURES and (duree := _DUREE.fullmatch(propre)):
        proposition = _en_decimales(duree[1].replace(" ", ""), duree[2] or duree[3])
        raise NombreInvalide(
            f"Écrivez les minutes en décimales : {proposition} pour {propre}.", montre=True
        )
    if re.search("[A-Za-z€%]", nu) and _SYMBOLES.fullmatch(nu):
        raise NombreInvalide("Écrivez le nombre seul, sans symbole ni unité.")
    if re.search(r"[^0-9 .,-]", nu) or "-" in nu[1:] or not re.search("[0-9]", nu):
        raise NombreInvalide(
            f"Écrivez un nombre en chiffres, par exemple {attendu.exemple}.", montre=True
        )


def _en_decimales(heures: str, minutes: str) -> str:
    centiemes = (int(minutes) * 100 + 30) // 60
    return f"{int(heures)},{centiemes:02}"


def _separer(corps: str, exemple: str) -> tuple[str, str]:
    """Split at the decimal separator, comma or point; thousands may be grouped by the other one."""
    if groupes := _GROUPES_ET_DECIMALES.fullmatch(corps):
        return re.sub("[.,]", "", groupes[1]), groupes[3]
    if _GROUPES_SEULS.fullmatch(corps):
        return re.sub("[.,]", "", corps), ""
    points, virgules = corps.count("."), corps.count(",")
    if points and virgules:
        raise NombreInvalide(
            "Le point et la virgule ne peuvent être employés ensemble que si l’un sépare les "
            "milliers par groupes de trois chiffres."
        )
    if points > 1 or virgules > 1:
        separateur = "Le point n’est permis" if points else "La virgule n’est permise"
        raise NombreInvalide(f"{separateur} qu’une fois, pour les décimales.")
    entiers, separateur, fraction = corps.replace(".", ",").partition(",")
    if " " in fraction:
        raise NombreInvalide(
            f"Écrivez les décimales sans espace, par exemple {exemple}.", montre=True
        )
    if separateur and not (entiers and fraction):
        raise NombreInvalide(
            f"Écrivez des chiffres de chaque côté de la virgule, par exemple {exemple}.",
            montre=True,
        )
    return entiers, fraction


def _lire_entiers(entiers: str) -> str:
    """Return the digits before the comma without their spaces, and without leading zeros."""
    if not (_ENTIER.fullmatch(entiers) or _GROUPES.fullmatch(entiers)):
        raise NombreInvalide(
            "Vérifiez les espaces : ils séparent les milliers par groupes de trois chiffres, "
            "comme dans 1 234 567."
        )
    chiffres = entiers.replace(" ", "").lstrip("0") or "0"
    if len(chiffres) > CHIFFRES_MAX:
        raise NombreInvalide(
            f"Ce nombre est trop grand : {CHIFFRES_MAX} chiffres au plus avant la virgule."
        )
    return chiffres


def _sans_zeros_de_trop(fraction: str, decimales: int) -> str:
    """« 12,00 », as a spreadsheet shows 12, is a whole number; « 12,000 » might be thousands."""
    zeros = fraction[decimales:]
    return fraction[:decimales] if len(fraction) != 3 and not zeros.strip("0") else fraction


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
    milliers = len(fraction) == 3 and entiers != "0" and len(entiers) <= 3
    if milliers:
        message += f" Si vous vouliez dire {entiers} {fraction}, écrivez {entiers}{fraction}."
    raise NombreInvalide(message, montre=milliers)
