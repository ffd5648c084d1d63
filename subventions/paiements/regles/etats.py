"""Words of the schedule: what a payment is part of, what became of it, its steps. Pure."""

from enum import StrEnum


class Nature(StrEnum):
    """What a payment is part of."""

    ACOMPTE = "acompte"
    SOLDE = "solde"


class EtatVersement(StrEnum):
    """What became of a payment once it was put in a lot."""

    PROPOSE = "propose"
    ORDONNE = "ordonne"
    PAYE = "paye"
    REJETE = "rejete"
    RETIRE = "retire"


# Those that count: a step has one at most.
EN_VIGUEUR = (EtatVersement.PROPOSE.value, EtatVersement.ORDONNE.value, EtatVersement.PAYE.value)


class EtatEcheance(StrEnum):
    """Where a step of the schedule stands."""

    PROPOSE = "propose"
    ORDONNE = "ordonne"
    PAYE = "paye"
    DU = "du"
    SUSPENDU = "suspendu"
    ATTEND = "attend"
    REPRIS = "repris"
    NUL = "nul"
