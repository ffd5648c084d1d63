"""Open data: what would be published of a Caf, and its file."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from habilitations.models import Caf
from habilitations.requetes import Requete
from portal.socle.actes import interdire
from portal.socle.refus import ActionRefusee
from portal.socle.telechargements import JAMAIS_GARDE
from subventions.ouvertes.forms import FiltreOuvertes
from subventions.ouvertes.regles.scdl import SEUIL
from subventions.ouvertes.services.octrois import (
    RESERVE,
    annees_connues,
    cafs_publiees,
    nom_du_fichier,
    preparer,
    tracer,
)

APERCU = 50


@dataclass(frozen=True)
class Choix:
    """The Caf and the exercice asked for."""

    formulaire: FiltreOuvertes
    caf: Caf
    annee: int | None


def _choix(request: Requete) -> Choix:
    """Raises PermissionDenied for who prepares none, Http404 for a Caf of others."""
    cafs = list(cafs_publiees(request.acteur))
    if not cafs:
        interdire(RESERVE)
    demandee = request.GET.get("caf") or str(cafs[0].pk)
    caf = next((c for c in cafs if str(c.pk) == demandee), None)
    if caf is None:
        raise Http404("Cette Caf n’existe pas, ou vous n’en préparez pas les données ouvertes.")
    formulaire = FiltreOuvertes(request.GET, cafs, annees_connues(caf))
    annee = formulaire.cleaned_data.get("annee") if formulaire.is_valid() else None
    return Choix(formulaire, caf, annee)


@require_safe
def page(request: Requete) -> HttpResponse:
    choix = _choix(request)
    contexte = {"choix": choix, "formulaire": choix.formulaire, "seuil": SEUIL}
    try:
        fichier = preparer(choix.caf, choix.annee)
    except ActionRefusee as refus:
        contexte["refus"] = str(refus)
    else:
        contexte |= {
            "combien": len(fichier.octrois),
            "total": sum(octroi.montant for octroi in fichier.octrois),
            "octrois": fichier.octrois[:APERCU],
        }
    return render(request, "ouvertes/page.html", contexte)


@require_safe
def fichier(request: Requete) -> HttpResponse:
    """The file as it is published; who took it away is told in the journal of readings."""
    choix = _choix(request)
    try:
        prepare = preparer(choix.caf, choix.annee)
    except ActionRefusee as refus:
        messages.warning(request, str(refus))
        return redirect("ouvertes:page")
    tracer(choix.caf, request.acteur, choix.annee)
    nom = nom_du_fichier(choix.caf, choix.annee, request.acteur.jour)
    return HttpResponse(
        prepare.contenu,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": content_disposition_header(True, nom),
            "Cache-Control": JAMAIS_GARDE,
        },
    )
