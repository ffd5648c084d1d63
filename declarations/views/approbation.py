"""Approval: the approbateur reads both volets again, then sends."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from declarations.presentation.action import echeance
from declarations.presentation.contacts import interlocuteur_de
from declarations.presentation.decision import lire_la_decision
from declarations.regles.etats import ACTES, Action
from declarations.regles.grille import VOLETS
from declarations.services.envoi import transmettre
from declarations.services.relecture import marque_du_dossier
from declarations.services.separation import a_tout_saisi, refus_d_envoyer_seul
from declarations.views.actes import agir
from declarations.views.alterations import dire_les_alterations
from declarations.views.chargement import charger, exiger_role
from declarations.views.dossier import carte_volet
from declarations.views.evaluation import constats_lisibles
from habilitations.requetes import Requete
from portal.dossiers.services.nouvelles import marquer_lus


@require_http_methods(["GET", "HEAD", "POST"])
@dire_les_alterations
def approbation(request: Requete, pk: int) -> HttpResponse:
    dossier = charger(request, pk)
    exiger_role(dossier, Action.TRANSMETTRE)
    if request.method == "POST":
        return agir(
            request,
            pk,
            partial(transmettre, vu=request.POST.get("vu", "")),
            succes="La déclaration est transmise à la Caf. Le récépissé est disponible ci-dessous.",
        )
    marquer_lus(pk, dossier.acteur)
    seul = refus_d_envoyer_seul(dossier.declaration, dossier.version, dossier.acteur)
    contexte = {
        "dossier": dossier,
        "declaration": dossier.declaration,
        "volets": [carte_volet(dossier, v) for v in VOLETS],
        "constats": constats_lisibles(dossier, dossier.evaluation),
        "refus": ACTES.refus(Action.TRANSMETTRE, dossier.situation, dossier.acteurs) or seul,
        "vu": marque_du_dossier(dossier),
        "seul": not seul and a_tout_saisi(dossier.version, dossier.acteur),
        "decision": lire_la_decision(dossier),
        "echeance": echeance(dossier),
        "interlocuteur": interlocuteur_de(dossier),
    }
    return render(request, "declarations/approbation.html", contexte)
