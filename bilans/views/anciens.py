"""What one's partner sent of bilans before a transfer: list, reading, receipt."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bilans.exports.recepisse import EnvoiAltere, contexte_de, nom_de_fichier, recepisse_pdf
from bilans.models import EnvoiBilan
from bilans.services.anciens import envoi_ancien, envois_anciens
from declarations.views.acces import exiger_partenaire
from portal.socle.telechargements import a_enregistrer


@require_safe
def anciens(request: HttpRequest) -> HttpResponse:
    """All of them: a partner has few équipements that passed to another."""
    envois = envois_anciens(exiger_partenaire(request))
    return render(request, "bilans/anciens.html", {"envois": envois})


@require_safe
def ancien(request: HttpRequest, pk: int, numero: int) -> HttpResponse:
    """One sending, read only, as it was sent."""
    envoi = _charger(request, pk, numero)
    try:
        contexte = contexte_de(envoi)
    except EnvoiAltere:
        return _altere(request, envoi)
    return render(request, "bilans/ancien.html", contexte)


@require_safe
def recepisse_ancien(request: HttpRequest, pk: int, numero: int) -> HttpResponse:
    envoi = _charger(request, pk, numero)
    try:
        contenu = recepisse_pdf(envoi)
    except EnvoiAltere:
        return _altere(request, envoi)
    return a_enregistrer(contenu, nom_de_fichier(envoi), "pdf")


def _altere(request: HttpRequest, envoi: EnvoiBilan) -> HttpResponse:
    return render(request, "bilans/ancien_altere.html", {"envoi": envoi}, status=409)


def _charger(request: HttpRequest, pk: int, numero: int) -> EnvoiBilan:
    try:
        return envoi_ancien(pk, numero, request.acteur)
    except EnvoiBilan.DoesNotExist:
        raise Http404("Ce bilan n’existe pas, ou il n’est pas à vous.") from None
