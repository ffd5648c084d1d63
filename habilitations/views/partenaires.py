"""The partners whose rights one looks after, and the page of each."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from habilitations.filters import FiltrePartenaires
from habilitations.models import Adhesion, Delegation
from habilitations.models.actes import geres_par
from habilitations.permissions import Acteur
from habilitations.presentation.papiers import papiers_de
from habilitations.presentation.partenaire import lire_partenaire
from habilitations.requetes import Requete
from habilitations.services.accord import est_responsable, refus_d_accorder
from habilitations.services.adhesions import a_signer_de_nouveau
from habilitations.services.couverture import droits_du_partenaire
from habilitations.services.gestionnaires import en_a_perdu
from habilitations.tables import TableauPartenaires
from habilitations.views.cadre import charger_partenaire
from portal.socle.francais import compter


@require_safe
def partenaires(request: Requete) -> HttpResponse:
    acteur: Acteur = request.acteur
    if not acteur.gere_des_droits:
        raise PermissionDenied(
            "Cette liste est réservée au responsable des habilitations de la Caf et au "
            "gestionnaire des habilitations du partenaire."
        )
    filtre = FiltrePartenaires(request.GET, Adhesion.objects.filter(geres_par(acteur)), acteur.jour)
    tableau = TableauPartenaires(filtre.qs, request)
    combien = tableau.paginator.count
    contexte = {
        "formulaire": filtre.form,
        "tableau": tableau,
        "resultat": compter(combien, "partenaire"),
        "cote_caf": acteur.est_responsable_habilitations,
    }
    return render(request, "habilitations/partenaires.html", contexte)


@require_safe
def partenaire(request: Requete, pk: int) -> HttpResponse:
    acteur: Acteur = request.acteur
    base = charger_partenaire(acteur, pk)
    delegation = Delegation.objects.en_cours(acteur.jour).filter(base=base).first()
    refus = refus_d_accorder(base, acteur)
    contexte = {
        "base": base,
        "partenaire": lire_partenaire(base, droits_du_partenaire(base), delegation, acteur.jour),
        "delegue": base.mode == Adhesion.Mode.DELEGUE,
        "delegation": delegation,
        "refus": refus,
        **_cote_caf(base, acteur),
    }
    return render(request, "habilitations/partenaire.html", contexte)


def _cote_caf(base: Adhesion, acteur: Acteur) -> dict[str, Any]:
    """What its responsable alone reads: whether the managers are lost, and the rescue asked for."""
    if not est_responsable(base.caf_id, acteur):
        return {"cote_caf": False}
    return {
        "cote_caf": True,
        "a_signer": a_signer_de_nouveau(base),
        "papiers": papiers_de(base),
        "perdus": en_a_perdu(base, acteur.jour),
        "secours": base.secours.ouverts().filter(expire_le__gt=acteur.maintenant).first(),
    }
