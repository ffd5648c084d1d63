"""Loading an adhesion file for a page, and the frame of its acts."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from habilitations.adhesions.models import DossierAdhesion
from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from habilitations.services.accord import est_responsable
from portal.socle.actes import Annonce

CADRE = "adhesions/base_dossier.html"


def exiger_responsable(request: Requete) -> Acteur:
    """The person of the request, responsable des habilitations of a Caf; or a 403."""
    acteur: Acteur = request.acteur
    if not acteur.est_responsable_habilitations:
        raise PermissionDenied(
            "Les adhésions sont suivies par le responsable des habilitations de la Caf."
        )
    return acteur


def exiger_un_cote(request: Requete) -> Acteur:
    """The person of the request, responsable of a Caf or following a file for a partner; or 403."""
    acteur: Acteur = request.acteur
    if not acteur.adhesions_suivies:
        return exiger_responsable(request)
    return acteur


def exiger_de_la_caf(request: Requete, dossier: DossierAdhesion) -> None:
    """A 403 for the partner's person, who reads the file and does not decide of it."""
    if not est_responsable(dossier.caf_id, request.acteur):
        raise PermissionDenied("Cette décision revient au responsable des habilitations de la Caf.")


def charger_pour_la_caf(request: Requete, pk: int) -> DossierAdhesion:
    """Same, for an act of the Caf: 403 for the partner's person."""
    dossier = charger(request, pk)
    exiger_de_la_caf(request, dossier)
    return dossier


def charger(request: Requete, pk: int) -> DossierAdhesion:
    """Load a file of one's Caf, or that one follows for a partner, with its papers; else a 404."""
    visibles = DossierAdhesion.objects.visibles_par(request.acteur)
    dossier = (
        visibles.avec_pieces().select_related("ouvert_par", "complet_par").filter(pk=pk).first()
    )
    if dossier is None:
        raise Http404("Ce dossier d’adhésion n’existe pas, ou vous ne le suivez pas.")
    return dossier


def annoncer(dossier: DossierAdhesion, **mots: Any) -> Annonce:
    """The words of an act on this file; one comes back to it unless ``retour`` says where."""
    return Annonce(
        **{
            "retour": reverse("adhesions:dossier", args=[dossier.pk]),
            "annuler": "Revenir au dossier",
            "cadre": CADRE,
            "sujet": dossier.gestionnaire.nom,
            **mots,
        }
    )
