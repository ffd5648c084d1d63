"""Public page: is this receipt genuine, and is it the latest?"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.dossiers.forms import VerificationForm
from portal.dossiers.recepisses import verifier_recepisse


@require_safe
@login_not_required
def verification(request: HttpRequest) -> HttpResponse:
    """A plain GET form: the address printed on the receipt fills it in."""
    soumis = bool(request.GET)
    formulaire = VerificationForm(request.GET if soumis else None)
    resultat = verifier_recepisse(**formulaire.cleaned_data) if formulaire.is_valid() else None
    contexte = {"formulaire": formulaire, "resultat": resultat}
    reponse = render(request, "dossiers/verification.html", contexte)
    reponse["Referrer-Policy"] = "no-referrer"
    return reponse
