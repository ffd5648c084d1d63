"""Decisions that stand beside a computed amount: what counts, and who has to sign. Pure."""

from decimal import Decimal
from enum import StrEnum


class EtatDecision(StrEnum):
    """A decision waits, has effect, or is closed: refused, withdrawn, or gone with its right."""

    PROPOSEE = "proposee"
    EN_VIGUEUR = "en_vigueur"
    REFUSEE = "refusee"
    RETIREE = "retiree"
    CADUQUE = "caduque"


# Plain words: constraints and migrations hold them.
OUVERTES = (EtatDecision.PROPOSEE.value, EtatDecision.EN_VIGUEUR.value)
CLOSES = (
    EtatDecision.REFUSEE.value,
    EtatDecision.RETIREE.value,
    EtatDecision.CADUQUE.value,
)

LIBELLES: dict[str, str] = {
    EtatDecision.PROPOSEE: "Attend une deuxième signature",
    EtatDecision.EN_VIGUEUR: "En vigueur",
    EtatDecision.REFUSEE: "Refusée",
    EtatDecision.RETIREE: "Retirée",
    EtatDecision.CADUQUE: "Sans suite : le droit a été remplacé ou annulé",
}


def demande_une_seconde_signature(calcule: Decimal, accepte: Decimal, seuil: Decimal) -> bool:
    """Tell whether a decision moves an amount (euros) by more than the threshold (H)."""
    return abs(accepte - calcule) > seuil


def retenu(calcule: Decimal | None, accepte: Decimal | None) -> Decimal | None:
    """Return the amount that counts, in euros: that of the decision in force, else the computed.

    None when nothing could be computed: a decision stands beside an amount, never in its place.
    """
    return accepte if accepte is not None and calcule is not None else calcule
