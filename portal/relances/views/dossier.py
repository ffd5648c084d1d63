"""The reminders sent about one file, included by its page, and one e-mail to read."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.dossiers.attendus import Repere, reperes
from portal.relances.models import Relance
from portal.relances.presentation.courriels import courriels_du_dossier, envoi_lisible
from portal.relances.services import decisions
from portal.relances.views.acces import dossier_visible, refuser_la_decision, suit
from portal.socle.actes import agir
from portal.socle.models import EtatCourriel


@require_safe
def courriels(request: Requete, pk: int) -> HttpResponse:
    """A page of its own without JavaScript, a fragment of the file with it."""
    acteur: Acteur = request.acteur
    dossier = dossier_visible(acteur, pk)
    contexte: dict[str, Any] = {"lignes": courriels_du_dossier(dossier, acteur)}
    if not request.htmx:
        contexte |= {"dossier": reperes([pk])[pk]}
    gabarit = "partials/courriels" if request.htmx else "courriels"
    return render(request, f"relances/{gabarit}.html", contexte)


@require_safe
def courriel(request: Requete, pk: int) -> HttpResponse:
    envoi = envoi_lisible(pk, request.acteur)
    if envoi is None:
        raise Http404("Ce courriel n’existe pas, ou il n’est pas dans votre périmètre.")
    relances = envoi.relances.select_related("dossier__equipement").order_by("pk")
    contexte = {
        "envoi": envoi,
        "courriel": envoi.courriel,
        "dossier": _premier(relances),
        "peut_reessayer": envoi.courriel.etat == EtatCourriel.ABANDONNE
        and any(suit(request.acteur, r.dossier) for r in relances),
    }
    return render(request, "relances/courriel.html", contexte)


def _premier(relances: Iterable[Relance]) -> Repere:
    """The first file that an e-mail is about: what its page is reached from."""
    premiere = next(iter(relances)).dossier_id
    return reperes([premiere])[premiere]


@require_POST
def reessayer(request: Requete, pk: int) -> HttpResponse:
    """Try an abandoned e-mail again, for the adviser of one of its files."""
    envoi = envoi_lisible(pk, request.acteur)
    if envoi is None:
        raise Http404("Ce courriel n’existe pas, ou il n’est pas dans votre périmètre.")
    relances = envoi.relances.select_related("dossier__equipement", "envoi").order_by("pk")
    suivie = next((r for r in relances if suit(request.acteur, r.dossier)), None)
    if suivie is None:
        raise refuser_la_decision()
    return agir(
        request,
        partial(decisions.reessayer, suivie),
        succes="Le courriel sera envoyé de nouveau dans un instant.",
        retour=reverse("relances:courriel", args=[pk]),
    )
