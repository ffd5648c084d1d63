"""The money page of a file: an équipement, an exercice, its rights side by side."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from habilitations.presentation.fiche import interlocuteur
from habilitations.requetes import Requete
from subventions.droits.presentation.argent import rassembler
from subventions.droits.views.chargement import charger_equipement, exiger_exercice


@require_safe
def dossier(request: Requete, equipement: int, annee: int) -> HttpResponse:
    charge = charger_equipement(request, equipement)
    exiger_exercice(request, charge, annee)
    contexte = {
        "page": rassembler(charge, annee, request.acteur),
        "equipement": charge,
        "cote_caf": request.acteur.est_instructeur,
        "interlocuteur": interlocuteur(charge, request.acteur.jour),
    }
    return render(request, "subventions/droits/dossier.html", contexte)
