"""Lieux of the équipements of a Caf: list and export; each is written under its équipement."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from habilitations.annuaire import exports
from habilitations.annuaire.filters_papiers import FiltreLieux
from habilitations.annuaire.services.traces import tracer_export
from habilitations.annuaire.tables_papiers import TableauLieux
from habilitations.annuaire.views.perimetre import perimetre
from habilitations.requetes import Requete
from portal.socle.francais import compter
from portal.socle.telechargements import a_enregistrer


@require_safe
def lieux(request: Requete) -> HttpResponse:
    vu = perimetre(request)
    filtre = FiltreLieux(request.GET, vu.caf, vu.choix, vu.acteur)
    tableau = TableauLieux(filtre.qs, request)
    combien = tableau.paginator.count
    contexte = {
        "perimetre": vu,
        "formulaire": filtre.form,
        "tableau": tableau,
        "resultat": compter(combien, "lieu", "lieux"),
    }
    return render(request, "annuaire/lieux.html", contexte)


@require_safe
def exporter(request: Requete) -> HttpResponse:
    """What the list shows, every page of it, in the columns of the import."""
    vu = perimetre(request)
    trouves = FiltreLieux(request.GET, vu.caf, vu.choix, vu.acteur).qs
    tracer_export(vu.acteur, vu.caf.pk, f"annuaire : lieux ?{request.GET.urlencode()}")
    nom = f"lieux-{vu.caf.code}-{vu.acteur.jour.isoformat()}.xlsx"
    return a_enregistrer(exports.lieux_xlsx(trouves), nom, "xlsx")
