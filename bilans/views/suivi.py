"""The partner's bilans: what I have to do first, then all of them."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from bilans.presentation.a_faire import a_faire, suivis
from bilans.services.anciens import envois_anciens
from declarations.views.acces import exiger_partenaire
from habilitations.requetes import Requete

PAR_PAGE = 25


@require_safe
def suivi(request: Requete) -> HttpResponse:
    """A page of its own; with htmx, what is expected, for the page of the declarations."""
    if request.acteur.est_instructeur and not request.acteur.est_partenaire:
        return redirect("bilans:ecarts")
    acteur = exiger_partenaire(request)
    contexte = {
        "actions": a_faire(acteur),
        "avec_partenaire": len({h.gestionnaire_id for h in acteur.habilitations}) > 1,
    }
    if request.htmx:
        return render(request, "bilans/partials/suivi.html", contexte)
    contexte["bilans"] = Paginator(suivis(acteur), PAR_PAGE).get_page(request.GET.get("page"))
    contexte["anciens"] = envois_anciens(acteur)
    return render(request, "bilans/suivi.html", contexte)
