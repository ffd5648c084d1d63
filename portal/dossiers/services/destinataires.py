"""Whom an e-mail about a file is written to, on the partner's side."""

from datetime import date

from habilitations.models import ROLES_DECLARATION, Habilitation, Utilisateur
from portal.dossiers.models import Dossier


def partenaires(dossier: Dossier, jour: date) -> dict[int, Utilisateur]:
    """Return the partner's people who open a file on a day, by id; nobody where none has access."""
    if dossier.equipement is None:
        return {}
    droits = (
        Habilitation.objects.actives(jour)
        .sur(dossier.equipement)
        .filter(role__in=ROLES_DECLARATION)
        .select_related("utilisateur")
    )
    return {droit.utilisateur_id: droit.utilisateur for droit in droits}
