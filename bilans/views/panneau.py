"""Beside a section: what is left, here and in the others, and what scores come to."""

import hashlib
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bilans.presentation.notation import notes_de
from bilans.presentation.points import points_de
from bilans.regles.etats import CHEZ_LE_PARTENAIRE, Action
from bilans.regles.questionnaire import Groupe
from bilans.services.bilan_ouvert import BilanOuvert
from bilans.views.chargement import charger, exiger_role, section_ou_404
from habilitations.requetes import Requete
from portal.dossiers.par_lien import ouvert_par_lien


def panneau(dossier: BilanOuvert, section: Groupe) -> dict[str, Any]:
    """What the panel of a section shows."""
    parties = dossier.avancements
    return {
        "avancements": parties,
        "avancement": next((a for a in parties if a.section is section), None),
        "points": points_de(dossier, section),
        "notes": notes_de(dossier, section),
        "ecarts": len(dossier.accord.ecarts),
        "reste": sum(a.manquants + a.fautes + a.a_confirmer + a.a_completer for a in parties),
    }


def plan_de(dossier: BilanOuvert) -> str:
    """A short word that changes when what is shown does: questions, rows, their names."""
    etat = dossier.etat
    lignes = [(c, [(li.cle, li.libelle) for li in r]) for c, r in sorted(etat.rangees.items())]
    return hashlib.sha256(repr((sorted(etat.visibles), lignes)).encode()).hexdigest()[:16]


@require_safe
@ouvert_par_lien
def panneau_seul(request: Requete, pk: int, code: str) -> HttpResponse:
    """The panel of a section alone, for the page that shows it."""
    dossier = charger(request, pk)
    groupe = section_ou_404(dossier, code)
    exiger_role(dossier, Action.REPONDRE)
    if dossier.bilan.etat not in CHEZ_LE_PARTENAIRE:
        raise PermissionDenied("Ce bilan ne se remplit plus : rechargez la page.")
    contexte = {
        "dossier": dossier,
        "bilan": dossier.bilan,
        "section": groupe,
        **panneau(dossier, groupe),
    }
    return render(request, "bilans/partials/panneau.html", contexte)
