"""One exercice of an équipement: its declarations side by side, read only."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from declarations.presentation.exercice import exercice as rassembler
from declarations.services.lectures import tracer_chiffres
from habilitations.presentation.fiche import interlocuteur
from habilitations.requetes import Requete


@require_safe
def exercice(request: Requete, equipement: int, annee: int) -> HttpResponse:
    lu = rassembler(request.acteur, equipement, annee)
    if lu is None:
        raise Http404("Cet exercice n’existe pas, ou il n’est pas dans votre périmètre.")
    tracer_chiffres(lu.lus, request.acteur)
    contexte = {
        "exercice": lu,
        "equipement": lu.equipement,
        "interlocuteur": interlocuteur(lu.equipement, request.acteur.jour),
    }
    return render(request, "declarations/exercice.html", contexte)
