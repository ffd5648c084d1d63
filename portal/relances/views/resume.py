"""The weekly digest of an adviser, before it leaves."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from declarations.views.acces import exiger_instructeur
from habilitations.requetes import Requete
from portal.relances.permissions import peut_decider
from portal.relances.presentation.resume import apercu_resume


@require_safe
def resume(request: Requete) -> HttpResponse:
    acteur = exiger_instructeur(request)
    if not peut_decider(acteur):
        raise PermissionDenied("Le résumé de la semaine est celui des gestionnaires conseil.")
    return render(request, "relances/resume.html", {"apercu": apercu_resume(acteur)})
