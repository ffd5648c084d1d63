"""The cash of a file month by month: what reached the account, and what is foreseen. Pure.

When a Caf pays is no rule of the portal: what has no day yet is laid on the months that the
simulator offers first (mark H), or on the present one when those are past.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from subventions.paiements.regles.etats import EtatEcheance, Nature
from subventions.paiements.regles.situation import Echeance
from subventions.regles.nombres import ZERO
from subventions.simulateur.regles.tresorerie import HORIZON, MOIS_PAR_DEFAUT

# Steps that nothing stops: the others wait, or were paid.
PREVUES = (EtatEcheance.PROPOSE, EtatEcheance.ORDONNE, EtatEcheance.DU)


@dataclass(frozen=True)
class Entree:
    """An amount that reaches the account, or would, in euros."""

    montant: Decimal
    versee: bool = False


@dataclass(frozen=True)
class Annee:
    """Two years from the first month of an exercice, in euros.

    ``hors`` is what falls before or after: it is said, never lost.
    """

    verse: tuple[Decimal, ...]
    prevu: tuple[Decimal, ...]
    hors: Decimal = ZERO


def rang_du_mois(premier: date, jour: date) -> int:
    """Months from the first of the exercice to a day; below zero before it."""
    return (jour.year - premier.year) * 12 + jour.month - premier.month


def rang_prevu(echeance: Echeance, premier: date, jour: date) -> int:
    """The month of a step that has no day: the hypothesis, never a month that is past."""
    if echeance.nature == Nature.SOLDE:
        hypothese = MOIS_PAR_DEFAUT["mois_solde"]
    else:
        hypothese = MOIS_PAR_DEFAUT["mois_1" if echeance.rang == 1 else "mois_2"]
    return max(hypothese, rang_du_mois(premier, jour))


def par_mois(entrees: Iterable[tuple[int, Entree]]) -> Annee:
    """Add up, month by month, amounts with the rank of their month."""
    verse, prevu, hors = [ZERO] * HORIZON, [ZERO] * HORIZON, ZERO
    for rang, entree in entrees:
        if not 0 <= rang < HORIZON:
            hors += entree.montant
        elif entree.versee:
            verse[rang] += entree.montant
        else:
            prevu[rang] += entree.montant
    return Annee(tuple(verse), tuple(prevu), hors)
