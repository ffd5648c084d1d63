"""How figures and dates are written for people, in French.

Pure functions, used by templates (``templatetags.formats``), PDF, messages and exports.
An absent value (None or "") gives "", so that a template may say ``|default:"–"``.
Roundings are half-up, like those of the computation engine.
"""

from datetime import date, datetime
from decimal import ROUND_CEILING, ROUND_HALF_UP, Context, Decimal, InvalidOperation
from zoneinfo import ZoneInfo

ESPACE_FINE = "\u202f"
ESPACE_INSECABLE = "\u00a0"
# The true minus sign: aligned with digits, and read « moins » by screen readers.
MOINS = "\u2212"
PARIS = ZoneInfo("Europe/Paris")
KO = 1024
# As many digits, on either side of the comma, as anybody reads: what was typed beyond is no figure,
# and computing with it would fail, or fill a page.
CHIFFRES = 40
_EXACT = Context(prec=3 * CHIFFRES, rounding=ROUND_HALF_UP)
_UNITE, _TROP = Decimal(1), Decimal(10) ** CHIFFRES
MOIS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
SEMAINE = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
Chiffre = Decimal | int | float | str | None


def en_decimal(valeur: Chiffre) -> Decimal | None:
    """Return the value as a finite Decimal, None when there is none to show.

    Nor is one of more than ``CHIFFRES`` digits before the comma.
    """
    if valeur is None or isinstance(valeur, bool) or valeur == "":
        return None
    try:
        lu = Decimal(str(valeur))
        return lu if -_TROP < lu < _TROP else None
    except InvalidOperation:  # not a number; what is compared with none is not either
        return None


def arrondi(valeur: Decimal, decimales: int) -> Decimal:
    """Round half-up to so many decimals."""
    return valeur.quantize(Decimal((0, (1,), -decimales)), context=_EXACT)


def _ecrit(valeur: Decimal) -> str:
    """Write every decimal of the value: thousands apart by a thin space, decimal comma."""
    entiers, _, decimales = f"{valeur.copy_abs():,f}".partition(".")
    signe = MOINS if valeur < 0 else ""
    virgule = f",{decimales}" if decimales else ""
    return f"{signe}{entiers.replace(',', ESPACE_FINE)}{virgule}"


def euros(valeur: Chiffre) -> str:
    """Write an amount, always with its cents: « 12 345,60 € »."""
    lu = en_decimal(valeur)
    return "" if lu is None else f"{_ecrit(arrondi(lu, 2))}{ESPACE_INSECABLE}€"


def nombre(valeur: Chiffre, decimales: int | None = None) -> str:
    """Write a number without useless zeros: « 12 345,6 ».

    ``decimales``, when given, is the most that is shown. Nothing of what begins beyond
    ``CHIFFRES`` zeros.
    """
    lu = en_decimal(valeur)
    if lu is None:
        return ""
    if decimales is not None:
        lu = arrondi(lu, decimales)
    if lu == lu.to_integral_value():
        return _ecrit(lu.quantize(_UNITE, context=_EXACT))
    return _ecrit(lu.normalize(_EXACT)) if lu.adjusted() > -CHIFFRES else ""


# Words that bear an s in the singular too.
INVARIABLES = frozenset({"mois"})


def avec_unite(valeur: Chiffre, unite: str = "") -> str:
    """Write a number followed by its unit: « 1 234 h », « 1 réunion »; euros keep their cents.

    A unit that is a word is given in the plural, which begins at two.
    """
    if unite == "€":
        return euros(valeur)
    ecrit, lu = nombre(valeur), en_decimal(valeur)
    if not (ecrit and unite):
        return ecrit
    singulier = lu is not None and abs(lu) < 2 and unite.isalpha() and unite not in INVARIABLES
    return f"{ecrit}{ESPACE_INSECABLE}{unite.removesuffix('s') if singulier else unite}"


def pourcentage(ratio: Chiffre, decimales: int = 1) -> str:
    """Write a variation, with its sign: 0.124 gives « +12,4 % »."""
    lu = en_decimal(ratio)
    if lu is None:
        return ""
    cent = arrondi(lu * 100, decimales)
    signe = "+" if cent > 0 else ""
    return f"{signe}{_ecrit(cent if cent else abs(cent))}{ESPACE_INSECABLE}%"


def taux(ratio: Chiffre, decimales: int | None = 2) -> str:
    """Write a rate, without sign nor useless zeros: 0.325 gives « 32,5 % ».

    ``decimales`` is the most that is shown, None for all of them.
    """
    lu = en_decimal(ratio)
    return "" if lu is None else f"{nombre(lu * 100, decimales)}{ESPACE_INSECABLE}%"


def parametre(code: str, valeur: Chiffre) -> str:
    """Write a parameter of a barème by what it is: a rate, an amount, else as it is given."""
    if code.startswith(("taux", "cap_", "part")):
        ecrit = taux(valeur, None)
    elif code.startswith(("plafond", "bonus")):
        ecrit = euros(valeur)
    else:
        ecrit = nombre(valeur)
    return ecrit or str(valeur)


def variation(valeur: Chiffre, reference: Chiffre) -> str:
    """Write how far a figure moved from its reference, « n.c. » when it cannot be said."""
    nouveau, ancien = en_decimal(valeur), en_decimal(reference)
    if nouveau is None or not ancien or ancien.adjusted() <= -CHIFFRES:
        return "n.c."
    return pourcentage((nouveau - ancien) / abs(ancien)) or "n.c."


def date_fr(valeur: date | datetime | None) -> str:
    """Write a day: « 31 mars 2026 », « 1er janvier 2026 ». An instant is that of Paris."""
    if not valeur:
        return ""
    if isinstance(valeur, datetime) and valeur.tzinfo:
        valeur = valeur.astimezone(PARIS)
    jour = "1er" if valeur.day == 1 else str(valeur.day)
    return f"{jour} {MOIS[valeur.month - 1]} {valeur.year}"


def date_breve(valeur: date | None) -> str:
    """Write a day for a column of a list, where it must not wrap: « 31/03/2026 »."""
    return f"{valeur:%d/%m/%Y}" if valeur else ""


def jour_fr(jour: date) -> str:
    """Write a day with its name: « vendredi 20 février 2026 »."""
    return f"{SEMAINE[jour.weekday()]} {date_fr(jour)}"


def date_heure_fr(valeur: datetime | None) -> str:
    """Write an instant in Paris: « 31 mars 2026 à 18 h 42 »."""
    if not valeur:
        return ""
    return f"{date_fr(valeur)} à {heure_fr(valeur)}"


def heure_fr(valeur: datetime) -> str:
    """Write the time of an instant in Paris: « 18 h 42 »."""
    if valeur.tzinfo:
        valeur = valeur.astimezone(PARIS)
    return f"{valeur.hour}{ESPACE_INSECABLE}h{ESPACE_INSECABLE}{valeur.minute:02d}"


def poids(octets: int) -> str:
    """Write the size of a file: « 812 octets », « 340 Ko », « 1,2 Mo » of 1024² octets."""
    if octets < KO:
        return f"{octets}{ESPACE_INSECABLE}octet{'s' if octets > 1 else ''}"
    if octets < KO * KO:
        return f"{-(-octets // KO)}{ESPACE_INSECABLE}Ko"
    mega = (Decimal(octets) / (KO * KO)).quantize(Decimal("0.1"), ROUND_CEILING)
    return f"{str(mega).removesuffix('.0').replace('.', ',')}{ESPACE_INSECABLE}Mo"


def citer(texte: object) -> str:
    """Write a name or a text between French quotation marks: no article to guess before it."""
    return f"«{ESPACE_INSECABLE}{texte}{ESPACE_INSECABLE}»"


def telephone(numero: str | None) -> str:
    """Write a French phone number by pairs: « 04 79 00 00 00 »; others are left as typed."""
    chiffres = "".join(c for c in numero or "" if c.isdigit())
    if len(chiffres) != 10 or not chiffres.startswith("0"):
        return numero or ""
    return ESPACE_INSECABLE.join(chiffres[i : i + 2] for i in range(0, 10, 2))


def ecrire_siret(siret: str | None) -> str:
    """Write a SIRET by groups that stay together: « 981 234 008 00010 »."""
    chiffres = siret or ""
    groupes = (chiffres[:3], chiffres[3:6], chiffres[6:9], chiffres[9:])
    return ESPACE_INSECABLE.join(groupe for groupe in groupes if groupe)
