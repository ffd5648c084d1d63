"""What is told of an act on a right in the journal, with the hash of its signature."""

import hashlib

from habilitations.models import Habilitation
from habilitations.permissions import Acteur
from portal.socle import journal


def raconter(action: str, droit: Habilitation, acteur: Acteur, **details: object) -> None:
    """Tell an act on a right in the chain of its partner, with the hash of its signature."""
    journal.ecrire_plusieurs([fait_du_droit(action, droit, acteur, **details)])


def fait_du_droit(
    action: str, droit: Habilitation, acteur: Acteur, **details: object
) -> journal.Fait:
    """The same, not written yet: for who grants many at once."""
    return journal.Fait(
        action,
        acteur.utilisateur,
        droit,
        gestionnaire_id=droit.gestionnaire_id,
        caf_id=droit.caf_id,
        details={
            "reference": str(droit.reference),
            "personne": droit.utilisateur_id,
            "role": str(droit.role),
            "delegation": str(droit.delegation.reference) if droit.delegation else None,
            "signature": hashlib.sha256(droit.signature.encode()).hexdigest(),
            **details,
        },
        le=acteur.maintenant,
    )
