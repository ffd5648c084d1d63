"""The calendar: windows of entry of one's Caf, and for the Cnaf the rules they come from."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from declarations.presentation.calendrier import calendrier as exercices_de
from declarations.presentation.calendrier import regles_du_calendrier
from declarations.services.fenetres import tient_des_fenetres
from habilitations.models import Fonction
from habilitations.requetes import Requete


@require_safe
def calendrier(request: Requete) -> HttpResponse:
    acteur = request.acteur
    exercices = exercices_de(acteur)
    cafs = {ligne.campagne.caf_id for e in exercices for ligne in e.lignes}
    contexte = {
        "exercices": [e for e in exercices if not e.est_clos],
        "exercices_clos": [e for e in exercices if e.est_clos],
        "avec_caf": len(cafs) > 1,
        "peut_demander": Fonction.GESTIONNAIRE_CONSEIL in acteur.fonctions,
        "peut_ouvrir": tient_des_fenetres(acteur),
        "annee": acteur.jour.year,
        "tenues": cafs
        if acteur.est_national
        else cafs & set(acteur.cafs_comme((Fonction.GESTIONNAIRE_CONSEIL,))),
        "regles": regles_du_calendrier(acteur.jour.year) if acteur.est_national else None,
    }
    return render(request, "declarations/calendrier.html", contexte)
