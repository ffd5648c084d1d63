"""Loading an adhesion file for a page, and the frame of its acts."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse

from habilitations.adhesions.models import DossierAdhesion
from habilitations.permissions import Acteur
from portal.socle.actes import Annonce

CADRE = "adhesions/base_dossier.html"


def exiger_responsable(request: HttpRequest) -> Acteur:
    """The person of the request, responsable des habilitations of a Caf; or a 403."""
    acteur: Acteur = request.acteur
    if not acteur.est_responsable_habilitations:
        raise PermissionDenied(
            "Les adhésions sont suivies par le responsable des habilitations de la Caf."
        )
    return acteur


def charger(request: HttpRequest, pk: int) -> DossierAdhesion:
    """Load a file of one's Caf with its papers; anything else is a 404."""
    visibles = DossierAdhesion.objects.visibles_par(request.acteur)
    dossier = (
        visibles.avec_pieces().select_related("ouvert_par", "complet_par").filter(pk=pk).first()
    )
    if dossier is None:
        raise Http404("Ce dossier d’adhésion n’existe pas, ou il n’est pas de votre Caf.")
    return dossier


def annoncer(dossier: DossierAdhesion, **mots: Any) -> Annonce:
    """The words of an act on this file; one comes back to it."""
    return Annonce(
        retour=reverse("adhesions:dossier", args=[dossier.pk]),
        annuler="Revenir au dossier",
        cadre=CADRE,
        sujet=dossier.gestionnaire.nom,
        **mots,
    )
