"""From a declaration to a simulation of one’s own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from declarations.services.simulations import exiger
from declarations.services.simulations import simuler as partir
from declarations.views.chargement import charger
from habilitations.requetes import Requete
from portal.socle.actes import interdire
from portal.socle.refus import ActionRefusee


@require_POST
def simuler(request: Requete, pk: int) -> HttpResponse:
    """Start a simulation from these figures, for who reads all of them."""
    dossier = charger(request, pk)
    try:
        exiger(dossier)
        if request.POST.get("simuler") != "oui":
            return redirect("declarations:dossier", pk=pk)
        simulation = partir(dossier)
    except ActionRefusee as erreur:
        interdire(erreur.refus)
        messages.warning(request, str(erreur))
        return redirect("declarations:dossier", pk=pk)
    messages.success(
        request, "Une simulation part de ces chiffres : la déclaration, elle, ne change pas."
    )
    return redirect("simulations:simulation", pk=simulation.pk)
