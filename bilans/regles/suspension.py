"""CLAS: no bilan at the deadline, nothing is payable (S, DOMAINE §4)."""

from datetime import date

from bilans.regles.etats import AVANT_ENVOI
from portal.dossiers.regles.echeances import Echeance

# Dispositifs whose right waits for the bilan.
DISPOSITIFS = frozenset({"clas"})


def suspend_le_droit(dispositif: str, etat: str, echeance: Echeance | None) -> bool:
    """Tell whether a bilan that was not sent keeps the right of its exercice from being paid.

    From the day after the deadline, that of a dérogation when one pushes it back: who is allowed
    to send it later is not suspended meanwhile. Sent back for completion, it was sent in time.
    """
    if dispositif not in DISPOSITIFS or etat not in AVANT_ENVOI or echeance is None:
        return False
    return echeance.en_retard


def motif_de_suspension(reference: str, echeance: date) -> str:
    """Why, as the money side of the file says it."""
    return (
        f"Le bilan {reference} n’était pas transmis à son échéance du {echeance:%d/%m/%Y} : "
        "rien ne peut être versé tant qu’il ne l’est pas."
    )


def motif_sans_bilan(echeance: date) -> str:
    """The same where no bilan was asked for, and what would have one asked."""
    return (
        "Rien ne peut être versé sans bilan, et aucun n’a été demandé avant l’échéance du "
        f"{echeance:%d/%m/%Y}. Le gestionnaire conseil peut changer les dates de la campagne : il "
        "sera alors demandé."
    )
