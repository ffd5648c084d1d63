"""The shape of what was typed, value by value, before any check of coherence.

``recevoir`` takes the raw texts of a form, an import or a command and gives canonical
values, messages, and the names that have nothing to do there. Whether a value is missing is
not a matter of shape.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.saisie.regles.champs import DECIMALES, Champ
from portal.saisie.regles.structure import Emplacement, Ligne
from portal.saisie.regles.valeurs import Valeur
from portal.socle.annees import ANNEE_MAX, ANNEE_MIN, HORS_DES_ANNEES
from portal.socle.formats import avec_unite
from portal.socle.francais import enumerer
from portal.socle.nombres import (
    NombreInvalide,
    citer_la_saisie,
    forme_canonique,
    lire_nombre,
)

LONGUEURS = {"texte": 200, "texte_long": 5000}
# More answers than that are not named in a message.
CHOIX_CITES = 6

# Line ends of every system, and the manual line break of word processors.
_FINS_DE_LIGNE = re.compile("\r\n|[\r\x0b\x85\u2028\u2029]")
# They reverse the order of what is read: a text is never what it seems.
_INVERSIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class ValeurRefusee(ValueError):
    """A value whose shape is wrong; the message, in French, says what to write."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Recues:
    """What was typed, once received. The three parts never share a chemin.

    ``valeurs`` holds what can be kept, "" for a field emptied; ``erreurs`` one message per
    field refused; ``inconnus`` the names that no writable field of these places bears.
    """

    valeurs: dict[str, Valeur]
    erreurs: dict[str, str]
    inconnus: tuple[str, ...]


def recevoir(
    emplacements: Iterable[Emplacement[Champ, Ligne]], brut: Mapping[str, Valeur]
) -> Recues:
    """Read the raw texts received for these places; a name absent of ``brut`` is left alone.

    A value that people do not type (``Champ.origine``) is not a place where one writes: its
    name is returned among ``inconnus`` like a forged one.
    """
    places = {e.chemin: e for e in emplacements if e.champ.est_saisi}
    valeurs: dict[str, Valeur] = {}
    erreurs: dict[str, str] = {}
    for chemin, recu in brut.items():
        if chemin not in places:
            continue
        try:
            valeurs[chemin] = recevoir_valeur(places[chemin].champ, recu)
        except ValeurRefusee as refus:
            erreurs[chemin] = refus.message
    return Recues(valeurs, erreurs, tuple(chemin for chemin in brut if chemin not in places))


def recevoir_valeur(champ: Champ, recu: Valeur) -> Valeur:
    """Return the canonical value of one field, or raise ValeurRefusee."""
    if champ.a_part and (mot := _lire_a_part(champ, recu)):
        return mot
    if champ.type == "choix_multiples":
        return _lire_choix_multiples(champ, [recu] if isinstance(recu, str) else recu)
    if not isinstance(recu, str):
        # A box stands beside the field: emptied and unticked, both are sent empty.
        recu = ([texte for texte in recu if texte.strip()] or [""]) if champ.a_part else recu
        if len(recu) != 1:
            raise ValeurRefusee("Une seule valeur est attendue.")
        recu = recu[0]
    if champ.type in LONGUEURS:
        return _lire_texte(champ, recu)
    if champ.type in DECIMALES:
        return _lire_chiffre(champ, recu)
    propre = recu.strip()
    if not propre:
        return ""
    return _lire_date(propre) if champ.type == "date" else _lire_choix(champ, propre)


def _lire_a_part(champ: Champ, recu: Valeur) -> str:
    """An answer that stands for any other (« ne sait pas »), "" when it is not given.

    Its box is ticked beside a field that may hold something: the two at once are refused.
    """
    donnes = [texte for texte in ([recu] if isinstance(recu, str) else recu) if texte.strip()]
    mots = [texte for texte in donnes if texte in dict(champ.a_part)]
    if mots and len(donnes) > 1:
        libelle = dict(champ.a_part)[mots[0]]
        raise ValeurRefusee(f"Donnez une réponse, ou cochez « {libelle} » : pas les deux.")
    return mots[0] if mots else ""


def _lire_chiffre(champ: Champ, recu: str) -> str:
    """A number within its bounds; spaces alone are an empty field."""
    if not recu.strip():
        return ""
    try:
        nombre = lire_nombre(recu, decimales=champ.decimales, unite=champ.unite)
    except NombreInvalide as refus:
        raise ValeurRefusee(refus.message) from None
    if hors_bornes := _hors_bornes(champ, nombre):
        raise ValeurRefusee(f"{citer_la_saisie(recu)} {hors_bornes}")
    return forme_canonique(nombre)


def _hors_bornes(champ: Champ, nombre: Decimal) -> str:
    """What to say of a number out of the bounds of its field; empty within them."""
    if champ.minimum is not None and nombre < champ.minimum:
        if champ.minimum == 0:
            return "Ce nombre ne peut pas être négatif."
        minimum = avec_unite(champ.minimum, champ.unite)
        return f"Ce nombre ne peut pas être inférieur à {minimum}."
    if champ.maximum is not None and nombre > champ.maximum:
        return f"Ce nombre ne peut pas dépasser {avec_unite(champ.maximum, champ.unite)}."
    return ""


def _lire_texte(champ: Champ, recu: str) -> str:
    """A text in one Unicode form, its line ends unified, without what cannot be seen."""
    propre = unicodedata.normalize("NFC", _FINS_DE_LIGNE.sub("\n", recu)).replace("\t", " ").strip()
    if champ.type == "texte" and "\n" in propre:
        raise ValeurRefusee("Écrivez ce texte sur une seule ligne.")
    if any(_est_invisible(lettre) for lettre in propre):
        raise ValeurRefusee(
            "Ce texte contient des caractères de contrôle : effacez-le et saisissez-le de nouveau."
        )
    limite = champ.longueur or LONGUEURS[champ.type]
    if len(propre) > limite:
        raise ValeurRefusee(
            f"Ce texte compte {avec_unite(len(propre))} caractères : {avec_unite(limite)} au plus."
        )
    return propre


def _est_invisible(lettre: str) -> bool:
    """Control characters, halves of characters and direction reversals."""
    return (
        unicodedata.category(lettre) in {"Cc", "Cs"} and lettre != "\n"
    ) or lettre in _INVERSIONS


def _lire_date(propre: str) -> str:
    """A date written 31/03/2026, or 2026-03-31 as browsers send it."""
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", propre)
    usuelle = re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", propre)
    if iso:
        annee, mois, jour = (int(partie) for partie in iso.groups())
    elif usuelle:
        jour, mois, annee = (int(partie) for partie in usuelle.groups())
    else:
        raise ValeurRefusee("Écrivez la date sous la forme JJ/MM/AAAA, par exemple 31/03/2026.")
    try:
        lue = date(annee, mois, jour)
    except ValueError:
        raise ValeurRefusee("Cette date n’existe pas dans le calendrier.") from None
    if not ANNEE_MIN <= annee <= ANNEE_MAX:
        raise ValeurRefusee(HORS_DES_ANNEES)
    return lue.isoformat()


def _lire_choix(champ: Champ, propre: str) -> str:
    if propre not in {code for code, _ in champ.options}:
        raise ValeurRefusee(_refus_de_choix(champ, propre))
    return propre


def _refus_de_choix(champ: Champ, lu: str) -> str:
    """What was read is quoted, from a workbook or a paste too; the answers are named when few."""
    libelles = [libelle for _, libelle in champ.options]
    if len(libelles) > CHOIX_CITES:
        return f"{citer_la_saisie(lu)} Choisissez une des réponses proposées."
    choix = enumerer(libelles, " ou ")
    return f"{citer_la_saisie(lu)} Choisissez {choix}."


def _lire_choix_multiples(champ: Champ, recus: list[str]) -> Valeur:
    """Codes chosen, once each, in the order of the grid; "" when none is.

    A form sends an empty value beside its boxes, so that unticking them all is seen.
    """
    choisis = {recu.strip() for recu in recus} - {""}
    codes = [code for code, _ in champ.choix]
    if not choisis <= set(codes):
        raise ValeurRefusee(_refus_de_choix(champ, " ; ".join(sorted(choisis - set(codes)))))
    return [code for code in codes if code in choisis] or ""
