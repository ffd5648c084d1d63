"""« Mes connexions »: where one is logged in, and the end of any of these sessions."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from habilitations.permissions import Acteur
from habilitations.presentation.connexions import connexions_de
from habilitations.requetes import Requete
from habilitations.services.connexions import fermer, fermer_les_autres, tenir
from portal.socle.actes import agir


@require_safe
def mes_connexions(request: Requete) -> HttpResponse:
    """The present one is written down first: it may be older than what allauth keeps."""
    acteur: Acteur = request.acteur
    tenir(request)
    connexions = connexions_de(acteur.utilisateur, _presente(request), acteur.maintenant)
    contexte = {"connexions": connexions, "seule": len(connexions) < 2}
    return render(request, "habilitations/connexions.html", contexte)


@require_POST
def fermer_une(request: Requete, pk: int) -> HttpResponse:
    return _fermer(request, partial(fermer, pk), "Cette connexion est fermée.")


@require_POST
def fermer_autres(request: Requete) -> HttpResponse:
    return _fermer(request, fermer_les_autres, "Toutes vos autres connexions sont fermées.")


def _fermer(request: Requete, service: Callable[..., Any], succes: str) -> HttpResponse:
    donnees = {"presente": _presente(request)}
    return agir(request, service, donnees, succes=succes, retour=reverse("mes_connexions"))


def _presente(request: Requete) -> str:
    return request.session.session_key or ""
