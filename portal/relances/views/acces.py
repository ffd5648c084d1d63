"""The file and the day asked for, who decides there, and the address of the preview."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse

from declarations.models import Declaration
from declarations.regles.etats import ActeurDossier
from declarations.services.acteurs import acteurs_sur
from habilitations.permissions import Acteur

HORIZON = 400


def declaration_visible(acteur: Acteur, pk: int) -> Declaration:
    """The file, with its équipement; 404 out of scope."""
    visibles = Declaration.objects.visibles_par(acteur)
    declaration = visibles.select_related("equipement").filter(pk=pk).first()
    if declaration is None:
        raise Http404("Cette déclaration n’existe pas, ou elle n’est pas dans votre périmètre.")
    return declaration


def suit(acteur: Acteur, declaration: Declaration) -> bool:
    """Tell whether this person decides of the reminders of a file."""
    return ActeurDossier.CONSEILLER in acteurs_sur(acteur, declaration)


def refuser_la_decision() -> PermissionDenied:
    """What whoever reads a file without following it is told."""
    return PermissionDenied("Cette décision revient au gestionnaire conseil du dossier.")


def jour_demande(request: HttpRequest, aujourdhui: date) -> date:
    """Return the day in the address: today when there is none, or when it is not to come."""
    try:
        jour = date.fromisoformat(request.GET.get("jour", ""))
    except ValueError:
        return aujourdhui
    return min(max(jour, aujourdhui), aujourdhui + timedelta(days=HORIZON))


def adresse_du_jour(jour: date) -> str:
    return f"{reverse('relances:previsions')}?jour={jour.isoformat()}"
