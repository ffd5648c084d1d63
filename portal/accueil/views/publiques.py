"""Pages open to everyone: what the service is, help, accessibility, personal data."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from habilitations.requetes import Requete
from portal.socle.composants import EtapeSuivi

# How a declaration goes, for who has never seen one.
PARCOURS = (
    EtapeSuivi("Saisie", "a_venir", "Activité et finances, chacune par son fournisseur de données"),
    EtapeSuivi("Approbation", "a_venir", "L’approbateur relit, puis envoie à la Caf"),
    EtapeSuivi("Traitement", "a_venir", "La Caf vérifie, et demande au besoin une correction"),
    EtapeSuivi("Validation", "a_venir", "La déclaration est traitée, le calcul est figé"),
)


@require_safe
@login_not_required
def public(request: Requete) -> HttpResponse:
    """Home of the service; who is logged in goes to what there is to do."""
    if request.user.is_authenticated:
        return redirect("accueil:a_faire")
    return render(request, "accueil/public.html", {"parcours": PARCOURS})


@require_safe
@login_not_required
def aide(request: Requete) -> HttpResponse:
    return render(request, "accueil/aide.html")


@require_safe
@login_not_required
def plan_du_site(request: Requete) -> HttpResponse:
    return render(request, "accueil/plan_du_site.html")


@require_safe
@login_not_required
def accessibilite(request: Requete) -> HttpResponse:
    return render(request, "accueil/accessibilite.html")


@require_safe
@login_not_required
def donnees_personnelles(request: Requete) -> HttpResponse:
    contexte = {
        "courriels_jours": settings.COURRIELS_JOURS,
        "avis_jours": settings.AVIS_JOURS,
        "simulations_jours": settings.SIMULATIONS_JOURS,
    }
    return render(request, "accueil/donnees_personnelles.html", contexte)
