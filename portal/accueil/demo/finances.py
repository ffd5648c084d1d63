"""Plausible accounts of an Espace de rencontre: charges, produits that balance, contributions.

A forecast is rounded to fifty euros and balances exactly; what was spent is told to the cent, with
the small surplus or deficit that ``resultat_annonce`` says.
"""

import zlib
from decimal import ROUND_HALF_UP, Decimal

from declarations.regles.grille import REELLE
from subventions.referentiels import plan_comptable

# Parts of the total, in thousandths. What is left of the charges goes to staff, and what is left
# of the produits to the communes.
CHARGES = {"60": 26, "61": 94, "62": 71, "63": 32, "65": 12, "66": 3, "68": 27}
PERSONNEL = "64"
PRODUITS = {
    "70623": 455,
    "70": 9,
    "741": 148,
    "743": 162,
    "745": 14,
    "746": 52,
    "75": 11,
    "76": 1,
    "79": 6,
}
COMMUNES = "744"
LOCAUX, BENEVOLAT = ("861", "871"), ("864", "875")
HAUSSE_ANNUELLE = Decimal("1.018")


def comptes(
    nom: str, annee: int, nature: str, heures: Decimal, cout: Decimal, reference: int
) -> dict[str, Decimal]:
    """The finances volet of a declaration, by chemin; ``cout`` is per hour, in ``reference``."""
    reel = nature == REELLE
    budget = heures * cout * HAUSSE_ANNUELLE ** (annee - reference)
    charges = _charges(nom, annee, budget, reel)
    total = sum(charges.values(), Decimal(0))
    resultat = _arrondir(total * _tirage(nom, annee, "resultat", 14), reel) if reel else Decimal(0)
    valeurs = charges | _produits(nom, annee, total + resultat, reel) | _contributions(budget, reel)
    donnees = {f"comptes.{numero}": montant for numero, montant in valeurs.items()}
    return donnees | {"resultat_annonce": resultat} if reel else donnees


def _charges(nom: str, annee: int, budget: Decimal, reel: bool) -> dict[str, Decimal]:
    charges = {
        numero: _arrondir(budget * part / 1000 * (1 + _tirage(nom, annee, numero, 60)), reel)
        for numero, part in CHARGES.items()
    }
    charges[PERSONNEL] = _arrondir(budget - sum(charges.values()), reel)
    return charges


def _produits(nom: str, annee: int, total: Decimal, reel: bool) -> dict[str, Decimal]:
    valide = plan_comptable().valides(annee)
    produits = {
        numero: _arrondir(total * part / 1000 * (1 + _tirage(nom, annee, numero, 40)), reel)
        for numero, part in PRODUITS.items()
        if valide.compte(numero)
    }
    return produits | {COMMUNES: total - sum(produits.values())}


def _contributions(budget: Decimal, reel: bool) -> dict[str, Decimal]:
    """Premises lent and volunteers: each on both sides."""
    locaux, benevolat = (_arrondir(budget * p / 1000, reel) for p in (38, 21))
    return dict.fromkeys(LOCAUX, locaux) | dict.fromkeys(BENEVOLAT, benevolat)


def _tirage(nom: str, annee: int, sujet: str, amplitude: int) -> Decimal:
    """A gap proper to this équipement, year and line, within ± ``amplitude`` thousandths."""
    tirage = zlib.crc32(f"{nom}/{annee}/{sujet}".encode()) % (2 * amplitude * 100 + 1)
    return Decimal(tirage - amplitude * 100) / 100_000


def _arrondir(montant: Decimal, reel: bool) -> Decimal:
    if reel:
        return montant.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return (montant / 50).quantize(Decimal(1), rounding=ROUND_HALF_UP) * 50
