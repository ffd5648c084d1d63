"""Whom an e-mail about a file is written to, on the partner's side."""

from datetime import date

from habilitations.models import ROLES_DECLARATION, Habilitation, Utilisateur
from habilitations.verification import droits_verifies
from portal.dossiers.models import Dossier


def partenaires(dossier: Dossier, jour: date) -> dict[int, Utilisateur]:
    """Return the partner's people who open a file on a day, by id; nobody where none has access."""
    if dossier.equipement is None:
        return {}
    droits = Habilitation.objects.sur(dossier.equipement).filter(role__in=ROLES_DECLARATION)
    return {d.utilisateur_id: d.utilisateur for d in droits_verifies(droits, jour)}
