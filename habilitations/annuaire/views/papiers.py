"""Papers of a Caf in one list: those of adhesions, COFs, notifications."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from habilitations.annuaire.exports_papiers import papiers_xlsx
from habilitations.annuaire.filters_papiers import FiltrePapiers
from habilitations.annuaire.presentation.papiers import lire
from habilitations.annuaire.services.traces import tracer_export
from habilitations.annuaire.tables_papiers import TableauPapiers
from habilitations.annuaire.views.perimetre import perimetre
from habilitations.requetes import Requete
from habilitations.services.accord import est_responsable
from portal.socle.francais import compter
from portal.socle.telechargements import a_enregistrer


@require_safe
def papiers(request: Requete) -> HttpResponse:
    vu = perimetre(request)
    filtre = FiltrePapiers(request.GET, vu.caf, vu.choix, vu.acteur)
    ouvrables = est_responsable(vu.caf.pk, vu.acteur)
    tableau = TableauPapiers(filtre.qs, request, ouvrables=ouvrables)
    contexte = {
        "perimetre": vu,
        "formulaire": filtre.form,
        "tableau": tableau,
        "resultat": compter(tableau.paginator.count, "papier"),
        "ouvrables": ouvrables,
    }
    return render(request, "annuaire/papiers.html", contexte)


@require_safe
def exporter(request: Requete) -> HttpResponse:
    """What the list shows, every page of it."""
    vu = perimetre(request)
    trouves = FiltrePapiers(request.GET, vu.caf, vu.choix, vu.acteur).qs
    tracer_export(vu.acteur, vu.caf.pk, f"annuaire : papiers ?{request.GET.urlencode()}")
    nom = f"papiers-{vu.caf.code}-{vu.acteur.jour.isoformat()}.xlsx"
    return a_enregistrer(papiers_xlsx(lire(trouves.iterator())), nom, "xlsx")
