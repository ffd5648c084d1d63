"""What a value changes among some estimates: counted one by one, never rounded again."""

from dataclasses import dataclass
from decimal import Decimal

from subventions.regles.bareme import PORTEE_NATIONALE, Bareme, ParametreUtilise
from subventions.regles.estimation import Estimation

ZERO = Decimal(0)


@dataclass
class Compte:
    """Estimates examined so far; amounts in euros, those of the estimates that change alone."""

    examinees: int = 0
    changees: int = 0
    avant: Decimal = ZERO
    apres: Decimal = ZERO
    ouvertes: int = 0
    montant_ouvert: Decimal = ZERO

    def ajouter(self, avant: Estimation, apres: Estimation) -> None:
        """Count one estimate, with the barème in force and with the value proposed."""
        self.examinees += 1
        if apres.montant is None or apres.montant == avant.montant:
            return
        if avant.montant is None:
            self.ouvertes += 1
            self.montant_ouvert += apres.montant
            return
        self.changees += 1
        self.avant += avant.montant
        self.apres += apres.montant


def avec(bareme: Bareme, propose: ParametreUtilise) -> Bareme:
    """The barème of one Caf and exercice once a value is published; a Caf's own line wins."""
    actuel = bareme.parametres.get(propose.code)
    nationale = propose.portee == PORTEE_NATIONALE
    if nationale and actuel is not None and actuel.portee != PORTEE_NATIONALE:
        return bareme
    return Bareme({**bareme.parametres, propose.code: propose})
