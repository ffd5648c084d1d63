"""The shared components, each in all its states, for whoever carries on."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.accueil import catalogue
from portal.accueil.tables import TableauExemple


@require_safe
def composants(request: HttpRequest) -> HttpResponse:
    numero = request.GET.get("page")
    contexte = catalogue.contenu()
    contexte["page"] = Paginator(range(200), 10).get_page(numero)
    contexte["tableau"] = TableauExemple(request)
    return render(request, "accueil/composants.html", contexte)
