"""What was paid to one's partner, or claimed from it, for équipements that passed to another."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from subventions.paiements.presentation.echeancier import ETATS_DU_VERSEMENT, dire_le_versement
from subventions.paiements.presentation.indus import etat_de_l_indu
from subventions.paiements.regles.etats import EtatVersement
from subventions.paiements.services.anciens import indus_anciens, versements_anciens


@require_safe
def anciens(request: Requete) -> HttpResponse:
    """All of them: a partner has few équipements that passed to another."""
    acteur: Acteur = request.acteur
    if not acteur.est_partenaire:
        raise PermissionDenied("Cette page est celle des partenaires.")
    contexte = {
        "versements": [
            (v, ETATS_DU_VERSEMENT[EtatVersement(v.etat)], dire_le_versement(v))
            for v in versements_anciens(acteur)
        ],
        "indus": [(indu, etat_de_l_indu(indu)) for indu in indus_anciens(acteur)],
    }
    return render(request, "paiements/anciens.html", contexte)
