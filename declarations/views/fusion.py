"""Partners that merge: what will happen is shown, équipement by équipement, then confirmed."""

import hashlib
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from declarations.forms.fusion import FusionForm
from habilitations.models import Fonction
from habilitations.requetes import Requete
from portal.dossiers.services.fusions import Fusion, Passage, fusionner, prevoir
from portal.socle.actes import envoye, interdire
from portal.socle.refus import ActionRefusee, DemandeInvalide


@require_http_methods(["GET", "HEAD", "POST"])
def fusion(request: Requete) -> HttpResponse:
    """The form; sent, what it would do; sent again as it was shown, done."""
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
            passages = prevoir(formulaire.fusion, acteur=request.acteur)
            vue = _empreinte(formulaire.fusion, passages)
            if request.POST.get("etape") == vue:
                return _faire(request, formulaire)
            contexte |= _prevu(passages) | {"confirmation": vue}
        except DemandeInvalide as invalide:
            formulaire.refuser(str(invalide), invalide.champ)
        except ActionRefusee as refus:
            interdire(refus.refus)
            formulaire.refuser(str(refus))
    statut = 422 if formulaire.is_bound and not formulaire.is_valid() else 200
    return render(request, "declarations/fusion.html", contexte, status=statut)


def _faire(request: Requete, formulaire: FusionForm) -> HttpResponse:
    faits = fusionner(formulaire.fusion, acteur=request.acteur)
    combien = f"{len(faits)} équipement{'s' if len(faits) > 1 else ''}"
    messages.success(request, f"La fusion est enregistrée : {combien} à transférer ou transférés.")
    return redirect("habilitations:equipements")


def _prevu(passages: list[Passage]) -> dict[str, Any]:
    equipements = _accorder(len(passages), "équipement", "équipements")
    dossiers = _accorder(sum(p.dossiers for p in passages), "dossier", "dossiers")
    personnes = _accorder(
        len({d.utilisateur_id for p in passages for d in p.droits}),
        "personne n’y aura plus accès par ses droits d’aujourd’hui",
        "personnes n’y auront plus accès par leurs droits d’aujourd’hui",
    )
    return {
        "passages": passages,
        "refuses": [p for p in passages if p.refus],
        "resume": f"{equipements}, {dossiers} à leur suite ; {personnes}.",
    }


def _empreinte(demandee: Fusion, passages: list[Passage]) -> str:
    """What was shown: the button confirms that, and nothing typed or changed since."""
    dits = (demandee.caf_id, demandee.vers_id, demandee.le, demandee.reconduire, demandee.motif)
    passent = [(p.equipement.pk, p.de.pk) for p in passages]
    return hashlib.sha256(repr((dits, sorted(demandee.de), passent)).encode()).hexdigest()


def _accorder(combien: int, un: str, plusieurs: str) -> str:
    return f"{combien} {plusieurs if combien > 1 else un}"
