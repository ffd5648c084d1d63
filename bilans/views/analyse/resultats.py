"""Results of a questionnaire, heading by heading; and the questionnaires that may be studied."""

from collections.abc import Container

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bilans.models import Bilan, VueAnalyse
from bilans.presentation.etudes import LIGNES, analyser, comparer_rubrique, croiser_deux
from bilans.presentation.rapport import croise_de
from bilans.regles.analyse.periodes import LONGUEURS
from bilans.regles.analyse.resultats import DATE
from bilans.services.analyse.lectures import SansRapport
from bilans.services.analyse.selection import derniere_version, questionnaires_de
from bilans.views.analyse.page import charger_analyse, exiger_agent
from habilitations.requetes import Requete

COLONNE = "colonne"


@require_safe
def accueil(request: Requete) -> HttpResponse:
    """Questionnaires that a person may study, with how many bilans answered; views they keep."""
    acteur = exiger_agent(request)
    analysables = Bilan.objects.analysables_par(acteur).order_by()
    combien = {
        **dict(analysables.values_list("version__questionnaire").annotate(combien=Count("pk"))),
        **dict(analysables.values_list("complement__questionnaire").annotate(combien=Count("pk"))),
    }
    contexte = {
        "questionnaires": [
            (q, combien.get(q.pk, 0), derniere_version(q)) for q in questionnaires_de(acteur)
        ],
        "vues": VueAnalyse.objects.filter(proprietaire=acteur.utilisateur),
    }
    return render(request, "bilans/analyse/accueil.html", contexte)


@require_safe
def resultats(request: Requete, pk: int) -> HttpResponse:
    """One heading: a page of counts stays short, and quick, whatever the questionnaire."""
    page = charger_analyse(request, pk)
    rubrique = page.etude.rubrique(request.GET.get("rubrique", ""))
    contexte = {**page.contexte("resultats"), "rubrique": rubrique}
    if rubrique and page.se_montre:
        contexte["questions"] = analyser(page.comptage, rubrique)
    return render(request, "bilans/analyse/resultats.html", contexte)


@require_safe
def croisement(request: Requete, pk: int) -> HttpResponse:
    page = charger_analyse(request, pk)
    possibles = page.etude.par_id
    lignes, colonnes = (_parmi(possibles, request.GET.get(nom)) for nom in ("lignes", "colonnes"))
    par, pas, vides = (
        request.GET.get("par", ""),
        request.GET.get("dates", ""),
        "vides" in request.GET,
    )
    contexte = {
        **page.contexte("croisement"),
        "groupes": page.etude.par_rubrique(lambda colonne: True),
        "lignes": lignes,
        "colonnes": colonnes,
        "par": par,
        "dates": pas,
        "vides": vides,
        "de_dates": any(possibles[cle].question.type == DATE for cle in (lignes, colonnes) if cle),
    }
    if croise := croise_de(request.GET, page.etude):
        contexte["croise"] = croise.cle
    if lignes and colonnes and page.se_montre:
        try:
            contexte["table"] = croiser_deux(
                page.comptage,
                lignes,
                colonnes,
                par_colonne=par == COLONNE,
                pas=pas if pas in LONGUEURS else "",
                vides=vides,
            )
        except SansRapport:
            contexte["sans_rapport"] = True
    return render(request, "bilans/analyse/croisement.html", contexte)


@require_safe
def comparaison(request: Requete, pk: int) -> HttpResponse:
    """From year to year, from a territory or a theme to another: the same questions, by code."""
    page = charger_analyse(request, pk)
    rubrique = page.etude.rubrique(request.GET.get("rubrique", ""))
    par = request.GET.get("par", "")
    ligne = page.etude.ligne_de(rubrique) if rubrique else None
    contexte = {
        **page.contexte("comparaison"),
        "rubrique": rubrique,
        "par": par,
        "ligne": ligne,
        "parmi_lignes": ligne is not None and par == LIGNES,
    }
    if rubrique and page.se_montre:
        contexte["questions"] = comparer_rubrique(page.comptage, rubrique, page.exercices, par)
    return render(request, "bilans/analyse/comparaison.html", contexte)


def _parmi(possibles: Container[int], brut: str | None) -> int:
    """The id asked for, 0 when it is none of those that may be."""
    return int(brut) if brut and brut.isdecimal() and int(brut) in possibles else 0
