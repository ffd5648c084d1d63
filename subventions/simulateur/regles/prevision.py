"""What a Caf would pay and claim back month by month: the schedules of all its files, summed.

The engine of the acomptes says how much. Months are a hypothesis (mark H), the same that the
simulator offers first; a right that is not known yet is taken for the last that is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from subventions.regles.acomptes.demande import Demande
from subventions.regles.acomptes.echeancier import etablir
from subventions.regles.acomptes.profils import Profil
from subventions.regles.nombres import ZERO, ecrire
from subventions.simulateur.regles.tresorerie import HORIZON, MOIS_PAR_DEFAUT

# From the last that is known to the first: what stands for a right that is not.
CONNUS = ("reel", "actualise", "previsionnel")


@dataclass
class Prevision:
    """Euros by month, from the first of the exercice: what is paid, and what is claimed back.

    ``sans_profil`` counts the files whose Caf has fixed no profile, ``en_attente`` those of which
    an acompte waits for a right of the years before: their acompte is then in the solde.
    """

    verses: list[Decimal] = field(default_factory=lambda: [ZERO] * HORIZON)
    indus: list[Decimal] = field(default_factory=lambda: [ZERO] * HORIZON)
    sans_profil: int = 0
    en_attente: int = 0

    def ajouter(self, droits: Mapping[str, Decimal], profil: Profil | None) -> None:
        """Add one file, from the rights that are known (``acomptes.profils.DROITS``)."""
        dernier = next((droits[nom] for nom in CONNUS if nom in droits), None)
        if dernier is None:
            return
        if profil is None:
            self.sans_profil += 1
            return
        estimes = {"previsionnel": droits.get("previsionnel", dernier)}
        estimes["actualise"] = droits.get("actualise", dernier)
        estimes["reel"] = droits.get("reel", dernier)
        echeancier = etablir(Demande(profil, {**droits, **estimes}))
        self.en_attente += any(acompte.montant is None for acompte in echeancier.acomptes)
        for rang, acompte in enumerate(echeancier.acomptes):
            self.verses[_mois(rang)] += acompte.montant or ZERO
        solde = MOIS_PAR_DEFAUT["mois_solde"]
        self.verses[solde] += echeancier.solde or ZERO
        self.indus[solde] += echeancier.indu or ZERO

    def en_json(self) -> dict[str, Any]:
        return {
            "verses": [ecrire(montant) for montant in self.verses],
            "indus": [ecrire(montant) for montant in self.indus],
            "sans_profil": self.sans_profil,
            "en_attente": self.en_attente,
        }

    @classmethod
    def depuis_json(cls, brut: Mapping[str, Any]) -> "Prevision":
        return cls(
            [Decimal(montant) for montant in brut["verses"]],
            [Decimal(montant) for montant in brut["indus"]],
            brut["sans_profil"],
            brut["en_attente"],
        )


def _mois(rang: int) -> int:
    """The month of the first acompte, then that of all the others."""
    return MOIS_PAR_DEFAUT["mois_1" if rang == 0 else "mois_2"]
