"""Pages open to everyone: what the service is, help, accessibility, personal data."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe


@require_safe
@login_not_required
def public(request: HttpRequest) -> HttpResponse:
    """Home of the service; who is logged in goes to what there is to do."""
    if request.user.is_authenticated:
        return redirect("accueil:a_faire")
    return render(request, "accueil/public.html")


@require_safe
@login_not_required
def aide(request: HttpRequest) -> HttpResponse:
    return render(request, "accueil/aide.html")


@require_safe
@login_not_required
def plan_du_site(request: HttpRequest) -> HttpResponse:
    return render(request, "accueil/plan_du_site.html")


@require_safe
@login_not_required
def accessibilite(request: HttpRequest) -> HttpResponse:
    return render(request, "accueil/accessibilite.html")


@require_safe
@login_not_required
def donnees_personnelles(request: HttpRequest) -> HttpResponse:
    return render(request, "accueil/donnees_personnelles.html")
