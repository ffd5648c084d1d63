"""Telling the other side by e-mail that a message waits on a declaration."""

from django.urls import reverse

from declarations.services.dossier import DossierVerrouille
from portal.dossiers.models import MessageDossier
from portal.dossiers.services import avis
from portal.dossiers.services.avis import Sujet

RELECTEUR = "declarations.message"
relire_avis = avis.relire


def prevenir(dossier: DossierVerrouille, message: MessageDossier) -> int:
    """Keep one e-mail for each person of the other side; return how many were kept."""
    declaration = dossier.declaration
    sujet = Sujet(
        "la déclaration",
        declaration.libelle,
        declaration.equipement.nom,
        declaration.reference,
        reverse("declarations:dossier", args=[declaration.pk]),
        RELECTEUR,
    )
    return avis.prevenir(declaration, message, sujet, dossier.jour)
