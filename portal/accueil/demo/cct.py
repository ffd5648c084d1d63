"""Plausible years of a CTG coordination: its postes, who fills them, what they cost.

The salaries of the postes are those of account 64, which carries a little more: training, and
the doctor of the staff.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from declarations.regles.grille import ACTIVITE, REELLE
from portal.accueil.demo.finances import CCT, HAUSSE_ANNUELLE, arrondir, comptes
from portal.accueil.demo.recits import Dit
from portal.saisie.regles.champs import NON, OUI

MOIS = 12
HEURES_PAR_ETP = 1607
PART_DES_AUTRES = Decimal("0.055")
# What the postes cost, over all the charges: the rest is what the accounts tell besides.
PART_DES_POSTES = Decimal("0.94")


@dataclass(frozen=True)
class Titulaire:
    """Who fills a poste, from a day to a day; both included, None when it has no end."""

    prenom: str
    nom: str
    depuis: date
    jusqu_au: date | None = None

    def mois(self, annee: int) -> int:
        """Whole months of a year in the poste: arrivals on the 1st, departures on the last day."""
        fin = self.jusqu_au or date(annee, MOIS, 31)
        if self.depuis.year > annee or fin.year < annee:
            return 0
        premier = self.depuis.month if self.depuis.year == annee else 1
        dernier = fin.month if fin.year == annee else MOIS
        return dernier - premier + 1


@dataclass(frozen=True)
class Poste:
    """A poste of the convention; ``salaire`` is for one ETP and a year, in ``reference``."""

    cle: str
    intitule: str
    etp: Decimal
    salaire: Decimal
    thematiques: tuple[str, ...]
    chef_de_projet: bool
    titulaires: tuple[Titulaire, ...]

    def titulaire(self, annee: int) -> Titulaire:
        """Who is there at the beginning of the year, else whoever comes first."""
        return next(t for t in self.titulaires if t.mois(annee))

    def mois(self, annee: int, nature: str) -> int:
        """Months occupied; nobody foresees a departure."""
        return self.titulaire(annee).mois(annee) if nature == REELLE else MOIS

    def salaire_charge(self, annee: int, nature: str, reference: int) -> Decimal:
        du_mois = self.salaire * self.etp * self.mois(annee, nature) / MOIS
        return arrondir(du_mois * HAUSSE_ANNUELLE ** (annee - reference), nature == REELLE)


@dataclass(frozen=True)
class RecitCct:
    """A coordination and its postes."""

    nom: str
    postes: tuple[Poste, ...]
    reference: int

    def lignes(self, annee: int) -> dict[str, str]:
        """None to add: the convention gives the postes."""
        return {}

    def valeurs(self, annee: int, nature: str, volet: str) -> dict[str, Dit]:
        if volet == ACTIVITE:
            return self._activite(annee, nature)
        valeurs: dict[str, Dit] = {}
        depenses = Decimal(0)
        for poste in self.postes:
            salaire = poste.salaire_charge(annee, nature, self.reference)
            autres = arrondir(salaire * PART_DES_AUTRES, nature == REELLE)
            valeurs[f"postes.{poste.cle}.salaire_charge"] = salaire
            valeurs[f"postes.{poste.cle}.autres_depenses"] = autres
            depenses += salaire
        return valeurs | comptes(self.nom, annee, nature, depenses / PART_DES_POSTES, CCT)

    def _activite(self, annee: int, nature: str) -> dict[str, Dit]:
        valeurs: dict[str, Dit] = {}
        for poste in self.postes:
            dits = _poste(poste, annee, nature)
            valeurs |= {f"postes.{poste.cle}.{code}": dit for code, dit in dits.items()}
        return valeurs | (self._cooperation() if nature == REELLE else {})

    def _cooperation(self) -> dict[str, Dit]:
        combien = len(self.postes)
        nombres = {
            "participations_copil": 2 + combien,
            "groupes_de_travail": 5 * combien,
            "reunions_reseau": 4 * combien + 3,
            "demarches_habitants": 1 + combien,
        }
        if any(p.chef_de_projet for p in self.postes):
            nombres = {"reunions_pilotage": 4} | nombres
        return {code: Decimal(nombre) for code, nombre in nombres.items()}


def _poste(poste: Poste, annee: int, nature: str) -> dict[str, Dit]:
    titulaire, mois = poste.titulaire(annee), poste.mois(annee, nature)
    heures = (poste.etp * HEURES_PAR_ETP * mois / MOIS).quantize(Decimal(1), ROUND_HALF_UP)
    return {
        "nom": titulaire.nom,
        "prenom": titulaire.prenom,
        "intitule": poste.intitule,
        "thematiques": list(poste.thematiques),
        "chef_de_projet": OUI if poste.chef_de_projet else NON,
        "etp": poste.etp,
        "mois": Decimal(mois),
        "heures_prevues": heures,
    }
