"""Plausible accounts: charges, produits that balance, contributions.

A forecast is rounded to fifty euros and balances exactly; what was spent is told to the cent, with
the small surplus or deficit that ``resultat_annonce`` says.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from declarations.regles.grille import REELLE
from subventions.referentiels import plan_comptable


@dataclass(frozen=True)
class Profil:
    """How money is shared among the accounts, in thousandths of the total.

    What is left of the charges goes to staff, and what is left of the produits to the communes.
    """

    charges: Mapping[str, int]
    produits: Mapping[str, int]
    locaux: int
    benevolat: int


ER = Profil(
    charges={"60": 26, "61": 94, "62": 71, "63": 32, "65": 12, "66": 3, "68": 27},
    produits={
        "70623": 455,
        "70": 9,
        "741": 148,
        "743": 162,
        "745": 14,
        "746": 52,
        "75": 11,
        "76": 1,
        "79": 6,
    },
    locaux=38,
    benevolat=21,
)
CLAS = Profil(
    charges={"60": 74, "61": 38, "62": 96, "63": 18, "65": 9, "68": 6},
    produits={"70623": 322, "70": 21, "741": 165, "743": 84, "75": 12},
    locaux=62,
    benevolat=118,
)
CCT = Profil(
    charges={"60": 9, "61": 6, "62": 34},
    produits={"70623": 478, "746": 40},
    locaux=24,
    benevolat=0,
)
PERSONNEL, COMMUNES = "64", "744"
LOCAUX, BENEVOLAT = ("861", "871"), ("864", "875")
HAUSSE_ANNUELLE = Decimal("1.018")


def comptes(
    nom: str, annee: int, nature: str, budget: Decimal, profil: Profil = ER
) -> dict[str, Decimal]:
    """The accounts of a declaration, by chemin; ``budget`` is all that is spent, in euros."""
    reel = nature == REELLE
    charges = _charges(nom, annee, budget, reel, profil)
    total = sum(charges.values(), Decimal(0))
    resultat = arrondir(total * _tirage(nom, annee, "resultat", 14), reel) if reel else Decimal(0)
    valeurs = charges | _produits(nom, annee, total + resultat, reel, profil)
    valeurs |= _contributions(budget, reel, profil)
    donnees = {f"comptes.{numero}": montant for numero, montant in valeurs.items()}
    return donnees | {"resultat_annonce": resultat} if reel else donnees


def _charges(
    nom: str, annee: int, budget: Decimal, reel: bool, profil: Profil
) -> dict[str, Decimal]:
    charges = {
        numero: arrondir(budget * part / 1000 * (1 + _tirage(nom, annee, numero, 60)), reel)
        for numero, part in profil.charges.items()
    }
    charges[PERSONNEL] = arrondir(budget - sum(charges.values()), reel)
    return charges


def _produits(
    nom: str, annee: int, total: Decimal, reel: bool, profil: Profil
) -> dict[str, Decimal]:
    valide = plan_comptable().valides(annee)
    produits = {
        numero: arrondir(total * part / 1000 * (1 + _tirage(nom, annee, numero, 40)), reel)
        for numero, part in profil.produits.items()
        if valide.compte(numero)
    }
    return produits | {COMMUNES: total - sum(produits.values())}


def _contributions(budget: Decimal, reel: bool, profil: Profil) -> dict[str, Decimal]:
    """Premises lent and volunteers: each on both sides."""
    locaux, benevolat = (
        arrondir(budget * part / 1000, reel) for part in (profil.locaux, profil.benevolat)
    )
    valeurs = dict.fromkeys(LOCAUX, locaux) | dict.fromkeys(BENEVOLAT, benevolat)
    return {numero: montant for numero, montant in valeurs.items() if montant}


def _tirage(nom: str, annee: int, sujet: str, amplitude: int) -> Decimal:
    """A gap proper to this équipement, year and line, within ± ``amplitude`` thousandths."""
    tirage = zlib.crc32(f"{nom}/{annee}/{sujet}".encode()) % (2 * amplitude * 100 + 1)
    return Decimal(tirage - amplitude * 100) / 100_000


def arrondir(montant: Decimal, reel: bool) -> Decimal:
    """To the cent when it was spent, to fifty euros when it is foreseen."""
    if reel:
        return montant.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return (montant / 50).quantize(Decimal(1), rounding=ROUND_HALF_UP) * 50
