"""The people who look after the rights of a partner: whether it has lost them all."""

from datetime import date

from habilitations.models import Adhesion, Habilitation, Role
from habilitations.models.droits import HabilitationQuerySet
from habilitations.regles.verdicts import etat_base
from habilitations.verification import droits_verifies, lire_base


def droits_de_gestion(base: Adhesion) -> HabilitationQuerySet:
    """Every right of gestionnaire des habilitations ever granted at a partner."""
    return Habilitation.objects.filter(
        caf=base.caf_id, gestionnaire=base.gestionnaire_id, role=Role.GESTIONNAIRE_HABILITATIONS
    )


def en_a_perdu(base: Adhesion, jour: date) -> bool:
    """Tell whether a partner to which its rights are delegated had managers, and has none left.

    Naming another is then asked under two signatures (``services.secours``): it is how an account
    is taken over by whoever telephones well.
    """
    if base.mode != Adhesion.Mode.DELEGUE or etat_base(lire_base(base), jour):
        return False  # under an adhesion that does not hold, no right gives anything
    droits = droits_de_gestion(base)
    return droits.exists() and not droits_verifies(droits, jour)
