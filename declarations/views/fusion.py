"""Partners that merge: what will happen is shown, équipement by équipement, then confirmed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from declarations.forms.fusion import FusionForm
from habilitations.models import Fonction
from portal.dossiers.services.fusions import Passage, fusionner, prevoir
from portal.socle.actes import envoye, interdire
from portal.socle.refus import ActionRefusee, DemandeInvalide


@require_http_methods(["GET", "HEAD", "POST"])
def fusion(request: HttpRequest) -> HttpResponse:
    """The form; sent, what it would do; sent again from there, done."""
    if not request.acteur.est_responsable_habilitations:
        raise PermissionDenied(
            "Une fusion est décidée par le responsable des habilitations de la Caf."
        )
    siennes = (
        a.caf
        for a in request.acteur.affectations
        if a.fonction == Fonction.RESPONSABLE_HABILITATIONS
    )
    formulaire = FusionForm(envoye(request), cafs={c.pk: c.nom for c in siennes if c})
    contexte: dict[str, Any] = {"formulaire": formulaire}
    if formulaire.is_bound and formulaire.is_valid():
        try:
            if request.POST.get("etape") == "confirmer":
                return _faire(request, formulaire)
            passages = prevoir(formulaire.fusion, acteur=request.acteur)
            contexte |= _prevu(passages)
        except DemandeInvalide as invalide:
            formulaire.refuser(str(invalide), invalide.champ)
        except ActionRefusee as refus:
            interdire(refus.refus)
            formulaire.refuser(str(refus))
    statut = 422 if formulaire.is_bound and not formulaire.is_valid() else 200
    return render(request, "declarations/fusion.html", contexte, status=statut)


def _faire(request: HttpRequest, formulaire: FusionForm) -> HttpResponse:
    faits = fusionner(formulaire.fusion, acteur=request.acteur)
    combien = f"{len(faits)} équipement{'s' if len(faits) > 1 else ''}"
    messages.success(request, f"La fusion est enregistrée : {combien} à transférer ou transférés.")
    return redirect("habilitations:equipements")


def _prevu(passages: list[Passage]) -> dict[str, Any]:
    return {
        "passages": passages,
        "refuses": [p for p in passages if p.refus],
        "dossiers": sum(p.dossiers for p in passages),
        "personnes": len({d.utilisateur_id for p in passages for d in p.droits}),
    }
