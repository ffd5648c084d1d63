"""Decisions that end with the right they were proposed for."""

from datetime import datetime

from habilitations.models import Utilisateur
from subventions.droits.regles.decisions import EtatDecision
from subventions.models import Droit


def rendre_caduques(
    droit: Droit, maintenant: datetime, par: Utilisateur | None, motif: str
) -> None:
    """Close what was only proposed for a right that counts no more.

    A decision in force stays as it was: it tells what the former right came to.
    """
    for decision in droit.decisions.filter(etat=EtatDecision.PROPOSEE).select_for_update(
        no_key=True
    ):
        decision.etat = EtatDecision.CADUQUE
        decision.close_le, decision.close_par, decision.close_motif = maintenant, par, motif
        decision.save(update_fields=["etat", "close_le", "close_par", "close_motif"])
