"""The file and the day asked for, who decides there, and the address of the preview."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse

from habilitations.models import Fonction
from habilitations.permissions import Acteur
from portal.dossiers.models import Dossier
from portal.relances.forms import JourForm


def dossier_visible(acteur: Acteur, pk: int) -> Dossier:
    """The file, with its équipement; 404 out of scope."""
    visibles = Dossier.objects.visibles_par(acteur)
    dossier = visibles.select_related("equipement").filter(pk=pk).first()
    if dossier is None:
        raise Http404("Ce dossier n’existe pas, ou il n’est pas dans votre périmètre.")
    return dossier


def suit(acteur: Acteur, dossier: Dossier) -> bool:
    """Tell whether this person decides of the reminders of a file.

    The gestionnaire conseil of its équipement; any of the Caf where it has none.
    """
    if dossier.equipement is None:
        return dossier.caf_id in acteur.cafs_comme((Fonction.GESTIONNAIRE_CONSEIL,))
    return acteur.suit(dossier.equipement)


def refuser_la_decision() -> PermissionDenied:
    """What whoever reads a file without following it is told."""
    return PermissionDenied("Cette décision revient au gestionnaire conseil du dossier.")


def jour_demande(request: HttpRequest, aujourdhui: date) -> date:
    """Return the day in the address: today when there is none, or when it is not to come."""
    return JourForm(request.GET, aujourdhui).choisi


def adresse_du_jour(jour: date) -> str:
    return f"{reverse('relances:previsions')}?jour={jour.isoformat()}"
