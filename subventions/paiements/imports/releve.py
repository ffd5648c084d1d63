"""The list of what was paid, as the accounts or the bank give it: xlsx, ods or csv."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from portal.socle.francais import mots
from portal.socle.lecture_classeurs import Brute, DateLue, FeuilleLue, lire_tableau
from portal.socle.nombres import EUROS, NombreInvalide, lire_nombre

COLONNES = ("reference", "montant", "paye le", "rejet")
LIGNES_MAX = 5000


class ReleveRefuse(Exception):
    """The list cannot be read; the message says why, in French."""


@dataclass(frozen=True)
class LigneReleve:
    """One line. ``rejet``: why the bank sent it back, if it did; ``erreur``: what is wrong.

    ``masquee``: the file hides it; it counts as the others, which its reader is told.
    """

    numero: int
    reference: str
    montant: Decimal | None = None
    le: date | None = None
    rejet: str = ""
    erreur: str = ""
    masquee: bool = False


def lire_releve(contenu: bytes, nom: str) -> list[LigneReleve]:
    """Read the first sheet that has the columns. Raises ReleveRefuse, ClasseurRefuse."""
    for feuille in lire_tableau(contenu, nom).values():
        place = _places(feuille)
        if place is not None:
            debut, colonnes = place
            return _lignes(feuille, debut, colonnes)
    raise ReleveRefuse(
        "Aucune feuille n’a les colonnes attendues : Référence, Montant, Payé le, et Rejet s’il y "
        "en a."
    )


def _places(feuille: FeuilleLue) -> tuple[int, dict[str, int]] | None:
    """The row of the titles, and where each is; « Rejet » may be missing."""
    for rang, ligne in enumerate(feuille.lignes[:20]):
        titres = {mots(str(valeur)): place for place, valeur in enumerate(ligne)}
        if all(colonne in titres for colonne in COLONNES[:3]):
            return rang, {c: titres[c] for c in COLONNES if c in titres}
    return None


def _lignes(feuille: FeuilleLue, debut: int, places: dict[str, int]) -> list[LigneReleve]:
    lues = []
    for rang, ligne in enumerate(feuille.lignes[debut + 1 :], debut + 2):
        valeurs = {c: ligne[p] if p < len(ligne) else "" for c, p in places.items()}
        if any(str(valeur).strip() for valeur in valeurs.values()):
            lue = _lire(rang, valeurs)
            lues.append(replace(lue, masquee=rang in feuille.lignes_masquees))
    if len(lues) > LIGNES_MAX:
        raise ReleveRefuse(f"Ce fichier compte plus de {LIGNES_MAX} lignes : partagez-le.")
    if not lues:
        raise ReleveRefuse("Ce fichier ne contient aucune ligne.")
    return lues


def _lire(numero: int, valeurs: dict[str, Brute]) -> LigneReleve:
    reference = str(valeurs["reference"]).strip().upper()
    rejet = str(valeurs.get("rejet", "")).strip()
    if not reference:
        return LigneReleve(numero, "", erreur="La référence manque.")
    try:
        montant = _montant(valeurs["montant"])
    except NombreInvalide as invalide:
        return LigneReleve(numero, reference, erreur=invalide.message)
    le = _date(valeurs["paye le"])
    if le is None and not rejet:
        return LigneReleve(
            numero, reference, montant, erreur="La date est un jour du calendrier : JJ/MM/AAAA."
        )
    return LigneReleve(numero, reference, montant, le, rejet)


def _montant(valeur: Brute) -> Decimal:
    if isinstance(valeur, float):
        return Decimal(repr(round(valeur, 2))).quantize(Decimal("0.01"))
    return lire_nombre(str(valeur), decimales=2, unite=EUROS).quantize(Decimal("0.01"))


def _date(valeur: Brute) -> date | None:
    texte = str(valeur).strip().split(" ")[0] if isinstance(valeur, DateLue | str) else ""
    for forme in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(texte, forme).date()
        except ValueError:
            continue
    return None
