"""Diagnostics: the list, a request, its invoice."""

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from habilitations.requetes import Requete
from portal.socle.actes import interdire
from portal.socle.refus import ROLE, Refus
from portal.socle.views.documents import delivrer
from subventions.diagnostics.models import OUVERTS, DemandeDiagnostic
from subventions.diagnostics.presentation import TONS, faits_de
from subventions.diagnostics.services.acces import (
    RESERVE,
    conventions_de,
    lus_par,
    ouvre_des_diagnostics,
    refus_de_decider,
    refus_de_retirer,
)
from subventions.diagnostics.services.demandes import estimation_de
from subventions.diagnostics.views.acces import charger

PAR_PAGE = 25


@require_safe
def liste(request: Requete) -> HttpResponse:
    """Those that one reads, to decide first, and the CTG for which one may ask."""
    acteur = request.acteur
    if not ouvre_des_diagnostics(acteur):
        interdire(Refus(ROLE, RESERVE))
    page = Paginator(
        lus_par(acteur).select_related("equipement", "gestionnaire"), PAR_PAGE
    ).get_page(request.GET.get("page"))
    prises = DemandeDiagnostic.objects.filter(etat__in=OUVERTS).values("convention")
    contexte = {
        "page": page,
        "demandes": [(demande, TONS[demande.etat]) for demande in page.object_list],
        "conventions": conventions_de(acteur).exclude(pk__in=prises),
    }
    return render(request, "diagnostics/liste.html", contexte)


@require_safe
def demande(request: Requete, pk: int) -> HttpResponse:
    """A request with its computation, and what this person may do with it."""
    objet = charger(request, pk)
    acteur = request.acteur
    contexte = {
        "demande": objet,
        "ton": TONS[objet.etat],
        "faits": faits_de(objet),
        "estimation": estimation_de(objet),
        "decide": refus_de_decider(acteur, objet.equipement) is None,
        "demandeur": refus_de_retirer(acteur, objet) is None,
    }
    return render(request, "diagnostics/demande.html", contexte)


@require_safe
def facture(request: Requete, pk: int) -> HttpResponseBase:
    """The invoice, as it was received."""
    objet = charger(request, pk)
    return delivrer(request, objet.document, reverse("diagnostics:demande", args=[pk]))
