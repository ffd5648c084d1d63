"""Plausible years of a CLAS project: its collectifs, their children, what they cost.

Deterministic, as for the Espaces de rencontre. Girls and boys sum to the children of a collectif,
ages to those of the project.
"""

import zlib
from dataclasses import dataclass
from decimal import Decimal

from declarations.regles.grille import ACTIVITE, REELLE
from portal.accueil.demo.finances import CLAS, HAUSSE_ANNUELLE, comptes
from portal.accueil.demo.recits import Dit
from portal.saisie.regles.champs import NON, OUI

ENFANTS_MIN, ENFANTS_MAX = 8, 12
PROJET_ENFANTS = (
    "Un atelier d’écriture et de lecture à voix haute, mené avec la médiathèque une séance sur "
    "deux, de novembre à mai ; une restitution devant les familles en juin."
)
PROJET_PARENTS = (
    "Un café des parents chaque mois avec l’école : lire un bulletin, préparer l’entrée au "
    "collège, utiliser l’espace numérique de travail."
)


@dataclass(frozen=True)
class Collectif:
    """A group of children; ``enfants`` when the story gives their number, ``depuis`` its year."""

    cle: str
    nom: str
    niveau: str
    bonus_enfants: bool
    bonus_parents: bool
    depuis: int
    enfants: int | None = None

    def combien(self, annee: int) -> int:
        """Children of a year: within the reference, give or take one from year to year."""
        if self.enfants is not None:
            return self.enfants
        habituel = ENFANTS_MIN + 1 + zlib.crc32(self.nom.encode()) % 3
        ecart = zlib.crc32(f"{self.nom}/{annee}".encode()) % 3 - 1
        return max(ENFANTS_MIN, min(ENFANTS_MAX, habituel + ecart))


@dataclass(frozen=True)
class RecitClas:
    """A project; ``cout`` is what a collectif costs in euros in ``reference``."""

    nom: str
    collectifs: tuple[Collectif, ...]
    cout: Decimal
    reference: int

    def presents(self, annee: int) -> list[Collectif]:
        return [c for c in self.collectifs if c.depuis <= annee]

    def lignes(self, annee: int) -> dict[str, str]:
        return {c.cle: c.nom for c in self.presents(annee)}

    def valeurs(self, annee: int, nature: str, volet: str) -> dict[str, Dit]:
        presents = self.presents(annee)
        if volet != ACTIVITE:
            budget = self.cout * len(presents) * HAUSSE_ANNUELLE ** (annee - self.reference)
            return {**comptes(self.nom, annee, nature, budget, CLAS)}
        valeurs: dict[str, Dit] = {}
        for collectif in presents:
            dits = _collectif(collectif, annee) | (
                _seances(collectif, annee) if nature == REELLE else {}
            )
            valeurs |= {f"collectifs.{collectif.cle}.{code}": dit for code, dit in dits.items()}
        return (
            valeurs | _projets(presents) | (_publics(presents, annee) if nature == REELLE else {})
        )


def _collectif(collectif: Collectif, annee: int) -> dict[str, Dit]:
    return {
        "niveau": collectif.niveau,
        "enfants": Decimal(collectif.combien(annee)),
        "bonus_enfants": OUI if collectif.bonus_enfants else NON,
        "bonus_parents": OUI if collectif.bonus_parents else NON,
    }


def _seances(collectif: Collectif, annee: int) -> dict[str, Dit]:
    """What the réelle asks of each collectif."""
    enfants = collectif.combien(annee)
    filles = enfants // 2 + zlib.crc32(f"{collectif.nom}/{annee}/filles".encode()) % 2
    par_semaine = 3 if collectif.niveau == "college" else 2
    semaines = 29 + zlib.crc32(f"{collectif.nom}/{annee}/semaines".encode()) % 4
    nombres = {
        "filles": filles,
        "garcons": enfants - filles,
        "seances_par_semaine": par_semaine,
        "semaines": semaines,
        "seances": par_semaine * semaines - semaines % 3,
        "intervenants_salaries": 1,
        "intervenants_benevoles": 1 + semaines % 2,
    }
    return {code: Decimal(nombre) for code, nombre in nombres.items()}


def _projets(collectifs: list[Collectif]) -> dict[str, Dit]:
    """The projects that the bonuses oblige to."""
    projets: dict[str, Dit] = {}
    if any(c.bonus_enfants for c in collectifs):
        projets["projet_bonus_enfants"] = PROJET_ENFANTS
    if any(c.bonus_parents for c in collectifs):
        projets["projet_bonus_parents"] = PROJET_PARENTS
    return projets


def _publics(collectifs: list[Collectif], annee: int) -> dict[str, Dit]:
    par_niveau = {
        niveau: sum(c.combien(annee) for c in collectifs if c.niveau == niveau)
        for niveau in ("elementaire", "college", "lycee")
    }
    total, grands = sum(par_niveau.values()), par_niveau["lycee"] // 3
    nombres = {
        "enfants_6_10": par_niveau["elementaire"],
        "enfants_11_16": par_niveau["college"] + par_niveau["lycee"] - grands,
        "enfants_17_plus": grands,
        "enfants_qpv": total * 62 // 100,
        "familles": total * 84 // 100,
        "actions_parents": 4 + 2 * len(collectifs),
        "rencontres_ecole": 3 * len(collectifs),
    }
    return {code: Decimal(nombre) for code, nombre in nombres.items()}
