"""The reminders sent about one file, included by its page, and one e-mail to read."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from declarations.models import Declaration
from habilitations.permissions import Acteur
from portal.relances.presentation.courriels import courriels_du_dossier, envoi_lisible


@require_safe
def courriels(request: HttpRequest, pk: int) -> HttpResponse:
    """A page of its own without JavaScript, a fragment of the file with it."""
    acteur: Acteur = request.acteur
    visibles = Declaration.objects.visibles_par(acteur.utilisateur, acteur.jour)
    declaration = visibles.select_related("equipement").filter(pk=pk).first()
    if declaration is None:
        raise Http404("Cette déclaration n’existe pas, ou elle n’est pas dans votre périmètre.")
    contexte = {
        "declaration": declaration,
        "lignes": courriels_du_dossier(declaration, acteur),
    }
    gabarit = "partials/courriels" if request.htmx else "courriels"
    return render(request, f"relances/{gabarit}.html", contexte)


@require_safe
def courriel(request: HttpRequest, pk: int) -> HttpResponse:
    envoi = envoi_lisible(pk, request.acteur)
    if envoi is None:
        raise Http404("Ce courriel n’existe pas, ou il n’est pas dans votre périmètre.")
    relances = envoi.relances.select_related("declaration__equipement").order_by("pk")
    contexte = {"envoi": envoi, "courriel": envoi.courriel, "relances": relances}
    return render(request, "relances/courriel.html", contexte)
