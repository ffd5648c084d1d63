"""Decisions that wait for the second signature of somebody: shown on the first page."""

from habilitations.models import Fonction
from habilitations.permissions import Acteur
from subventions.droits.regles.situation import EN_VIGUEUR
from subventions.models import DecisionDroit

MONTREES = 5


def decisions_a_confirmer(acteur: Acteur) -> list[DecisionDroit]:
    """Those that another adviser of the same Caf proposed, the oldest first; one query."""
    cafs = acteur.cafs_comme((Fonction.GESTIONNAIRE_CONSEIL,))
    if not cafs:
        return []
    attendent = DecisionDroit.objects.en_attente().filter(
        droit__caf__in=cafs, droit__etat__in=EN_VIGUEUR
    )
    siennes = attendent.exclude(proposee_par=acteur.utilisateur)
    charges = siennes.select_related("droit__equipement", "proposee_par")
    return list(charges.order_by("proposee_le", "pk")[:MONTREES])
