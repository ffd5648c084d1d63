"""The reminders sent about one file, included by its page, and one e-mail to read."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from habilitations.permissions import Acteur
from portal.relances.presentation.courriels import courriels_du_dossier, envoi_lisible
from portal.relances.services import decisions
from portal.relances.views.acces import declaration_visible, refuser_la_decision, suit
from portal.socle.actes import agir
from portal.socle.models import EtatCourriel


@require_safe
def courriels(request: HttpRequest, pk: int) -> HttpResponse:
    """A page of its own without JavaScript, a fragment of the file with it."""
    acteur: Acteur = request.acteur
    declaration = declaration_visible(acteur, pk)
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
    contexte = {
        "envoi": envoi,
        "courriel": envoi.courriel,
        "relances": relances,
        "peut_reessayer": envoi.courriel.etat == EtatCourriel.ABANDONNE
        and any(suit(request.acteur, r.declaration) for r in relances),
    }
    return render(request, "relances/courriel.html", contexte)


@require_POST
def reessayer(request: HttpRequest, pk: int) -> HttpResponse:
    """Try an abandoned e-mail again, for the adviser of one of its files."""
    envoi = envoi_lisible(pk, request.acteur)
    if envoi is None:
        raise Http404("Ce courriel n’existe pas, ou il n’est pas dans votre périmètre.")
    relances = envoi.relances.select_related("declaration__equipement", "envoi").order_by("pk")
    suivie = next((r for r in relances if suit(request.acteur, r.declaration)), None)
    if suivie is None:
        raise refuser_la_decision()
    return agir(
        request,
        partial(decisions.reessayer, suivie),
        succes="Le courriel sera envoyé de nouveau dans un instant.",
        retour=reverse("relances:courriel", args=[pk]),
    )
