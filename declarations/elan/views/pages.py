"""Figures of ELAN: the list of projects, and the page where those of one are read."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from declarations.elan.presentation.projets import projets_elan
from declarations.elan.presentation.rendu import rendre_reprise_elan
from declarations.elan.services.evaluation import est_a_enregistrer, evaluer_elan
from declarations.elan.services.references import lignes_reprises
from declarations.elan.views.chargement import charger
from declarations.models import RepriseElan
from declarations.services.lectures import tracer_chiffres
from declarations.views.acces import exiger_instructeur
from habilitations.models import Fonction
from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.permissions import Acteur
from habilitations.presentation.fiche import interlocuteur
from habilitations.requetes import Requete


@require_safe
def elan(request: Requete) -> HttpResponse:
    acteur = exiger_instructeur(request)
    est_conseil = Fonction.GESTIONNAIRE_CONSEIL in acteur.fonctions
    toute_la_caf = not est_conseil or request.GET.get("perimetre") == "caf"
    projets = projets_elan(acteur, toute_la_caf=toute_la_caf)
    contexte = {
        "a_reprendre": [p for p in projets if p.reprise is None],
        "repris": [p for p in projets if p.reprise],
        "est_conseil": est_conseil,
        "toute_la_caf": toute_la_caf,
    }
    return render(request, "declarations/elan/liste.html", contexte)


@require_safe
def lecture(request: Requete, equipement: int, annee: int) -> HttpResponse:
    """What was taken up, for the partner’s people and for the Caf."""
    acteur: Acteur = request.acteur
    reprise = (
        RepriseElan.objects.visibles_par(acteur)
        .filter(equipement=equipement, annee=annee)
        .select_related("calcul", "modifie_par", "gestionnaire", "caf", "equipement")
        .first()
    )
    if reprise is None:
        raise Http404("Rien n’est repris d’ELAN ici, ou ce n’est pas dans votre périmètre.")
    projet = charger(request, equipement, annee)
    tracer_chiffres([reprise], acteur)
    evaluation = evaluer_elan(
        projet.equipement, annee, projet.grille, lignes_reprises(reprise), reprise.donnees
    )
    cote_caf = bool(acteur.fonctions_sur(projet.equipement) & set(FONCTIONS_INSTRUCTION))
    contexte = {
        "projet": projet,
        "reprise": reprise,
        "synthese": (tableaux := rendre_reprise_elan(reprise))[0],
        "tableaux": tableaux[1:],
        "estimation": reprise.calcul.estimation if reprise.calcul else None,
        "a_enregistrer": est_a_enregistrer(reprise, evaluation.notifies),
        "evaluation": evaluation,
        "peut_modifier": acteur.suit(projet.equipement),
        "cote_caf": cote_caf,
        # What is to look at is worded for whoever types: the Caf, here.
        "est_partenaire": not cote_caf,
        "interlocuteur": interlocuteur(projet.equipement, acteur.jour),
    }
    return render(request, "declarations/elan/lecture.html", contexte)
