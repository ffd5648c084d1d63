"""Who decides about reminders: plain predicates on what is loaded."""

from habilitations.models import Fonction
from habilitations.permissions import Acteur


def peut_regler(acteur: Acteur, caf_id: int) -> bool:
    """Pause the campaigns of a Caf or add a sentence to them: its gestionnaires conseil."""
    return any(
        a.caf_id == caf_id and a.fonction == Fonction.GESTIONNAIRE_CONSEIL
        for a in acteur.affectations
    )


def peut_decider(acteur: Acteur) -> bool:
    """Set reminders aside or send them at once, in one's portfolio."""
    return Fonction.GESTIONNAIRE_CONSEIL in acteur.fonctions
