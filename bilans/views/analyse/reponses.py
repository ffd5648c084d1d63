"""Answers one by one: choosing a filter, reading what was written, searching it."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bilans.exports.reponses import reponses_xlsx
from bilans.presentation.filtres import valeurs_de_filtre
from bilans.regles.analyse.resultats import LIBRES
from bilans.regles.colonnes import Colonne
from bilans.services.analyse.ouvertes import lire_reponse, reponses_de
from bilans.views.analyse.page import PageAnalyse, charger_analyse
from declarations.services.exports import tracer_export
from habilitations.requetes import Requete
from portal.socle.telechargements import a_enregistrer

PAR_PAGE = 50


@require_safe
def filtre(request: Requete, pk: int) -> HttpResponse:
    """Choose a question, then the answers that bilans must have given: two pages, no script."""
    page = charger_analyse(request, pk)
    colonnes = page.etude.par_id
    brut = request.GET.get("colonne", "")
    choisie = int(brut) if brut.isdecimal() and int(brut) in colonnes else 0
    contexte = {
        **page.contexte("filtre"),
        "groupes": page.etude.par_rubrique(lambda colonne: True),
        "choisie": choisie,
        "colonne": colonnes.get(choisie),
        "valeurs": valeurs_de_filtre(colonnes[choisie]) if choisie else (),
    }
    return render(request, "bilans/analyse/filtre.html", contexte)


@require_safe
def reponses(request: Requete, pk: int, colonne_id: int) -> HttpResponse:
    """What was written, with who wrote it: never read outside the Caf that it was sent to."""
    page, colonne = _ouverte(request, pk, colonne_id)
    recherche = request.GET.get("q", "").strip()
    lues = reponses_de(page.comptage, colonne_id, recherche)
    feuille = Paginator(lues, PAR_PAGE).get_page(request.GET.get("page"))
    ecrites = [lire_reponse(colonne, reponse) for reponse in feuille]
    contexte = {
        **page.contexte("reponses"),
        "colonne": colonne,
        "colonne_id": colonne_id,
        "recherche": recherche,
        "feuille": feuille,
        "ecrites": ecrites,
    }
    return render(request, "bilans/analyse/reponses.html", contexte)


@require_safe
def reponses_exportees(request: Requete, pk: int, colonne_id: int) -> HttpResponse:
    """The same answers as a spreadsheet."""
    page, colonne = _ouverte(request, pk, colonne_id)
    tracer_export(page.acteur, f"bilans {pk} réponses {colonne.code}")
    lues = reponses_de(page.comptage, colonne_id, request.GET.get("q", "").strip())
    nom = f"reponses-{colonne.code}-{page.acteur.jour.isoformat()}.xlsx"
    return a_enregistrer(reponses_xlsx(colonne, lues), nom, "xlsx")


def _ouverte(request: Requete, pk: int, colonne_id: int) -> tuple[PageAnalyse, Colonne]:
    page = charger_analyse(request, pk)
    if not page.portee.une_a_une:
        raise PermissionDenied("Les réponses écrites ne se lisent qu’à la Caf qui les a reçues.")
    colonne = page.etude.par_id.get(colonne_id)
    if colonne is None or colonne.question.type not in LIBRES:
        raise Http404("Cette question n’a pas de réponses à lire.")
    return page, colonne
