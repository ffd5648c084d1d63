"""A decision among the steps of a computation: the amount the Caf accepts, why, who decided."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from portal.socle.formats import date_fr, euros
from subventions.models import DecisionDroit

DECISION = "Décision de la Caf"


def etape_de_decision(
    calcule: Decimal, accepte: Decimal, motif: str, precision: str, droit: str = ""
) -> dict[str, Any]:
    """The step that leads from the computed amount to the accepted one, in euros.

    ``droit`` names the right where the step stands apart from its computation.
    """
    return {
        "libelle": f"{DECISION}, {droit}" if droit else DECISION,
        "formule": motif,
        "entrees": [("montant calculé", euros(calcule)), ("montant accepté", euros(accepte))],
        "precision": precision,
        "parametre": None,
        "resultat": euros(accepte),
    }


def etape_de(decision: DecisionDroit, calcule: Decimal, droit: str = "") -> dict[str, Any]:
    """The same of a decision as it stands, whoever signed it read with it."""
    precision = auteurs(
        str(decision.proposee_par),
        decision.proposee_le,
        str(decision.confirmee_par) if decision.confirmee_par else "",
        decision.confirmee_le,
    )
    return etape_de_decision(calcule, decision.montant_accepte, decision.motif, precision, droit)


def auteurs(par: str, le: datetime, confirmee_par: str, confirmee_le: datetime | None) -> str:
    """« Proposée par … le 3 février 2026, confirmée par … le 4 février 2026. »"""
    phrase = f"Proposée par {par} le {date_fr(le)}"
    if confirmee_par:
        phrase += f", confirmée par {confirmee_par}"
        phrase += f" le {date_fr(confirmee_le)}" if confirmee_le else ""
    return f"{phrase}."
