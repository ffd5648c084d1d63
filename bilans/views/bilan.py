"""The page of one bilan: where it stands, what is left in each section, who, what happened."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from bilans.chronologie import chronologie
from bilans.presentation.action import action_attendue, boutons, etapes
from bilans.presentation.notation import radar_de
from bilans.presentation.nouveautes import nouveautes_du_bilan
from bilans.presentation.reperes import faits, interlocuteur_de, personnes
from bilans.regles.etats import CHEZ_LE_PARTENAIRE, ActeurBilan, Etat
from bilans.services.bilan_ouvert import BilanOuvert
from bilans.views.chargement import charger
from bilans.views.messages import contexte_messages
from habilitations.requetes import Requete
from portal.dossiers.par_lien import ouvert_par_lien
from portal.dossiers.services.nouvelles import marquer_lus


@require_safe
@ouvert_par_lien
def bilan(request: Requete, pk: int) -> HttpResponse:
    dossier = charger(request, pk)
    remplit = (
        ActeurBilan.ACCOMPAGNANT in dossier.acteurs and dossier.bilan.etat in CHEZ_LE_PARTENAIRE
    )
    if dossier.cote_caf and not remplit:
        return redirect("bilans:lecture", pk=pk)
    marquer_lus(pk, dossier.acteur)
    contexte = contexte_bilan(dossier) | contexte_messages(request, dossier)
    return render(request, "bilans/bilan.html", contexte)


def contexte_bilan(dossier: BilanOuvert) -> dict[str, Any]:
    """All that the page of a bilan shows."""
    visibles = dossier.reponses_visibles
    se_remplit = dossier.bilan.etat in CHEZ_LE_PARTENAIRE
    radar, annee_avant = radar_de(dossier) if visibles else (None, "")
    return {
        "dossier": dossier,
        "bilan": dossier.bilan,
        "action": action_attendue(dossier),
        "etapes": etapes(dossier),
        "avancements": dossier.avancements if visibles else [],
        "se_remplit": se_remplit,
        "lues": set() if se_remplit else sections_lues(dossier),
        "radar": radar,
        "annee_avant": annee_avant,
        "accord": dossier.accord if visibles and dossier.bilan.etat != Etat.SANS_OBJET else None,
        "nouveautes": nouveautes_du_bilan(dossier.bilan),
        "boutons": boutons(dossier),
        "peut_imprimer": visibles and se_remplit,
        "faits": faits(dossier),
        "personnes": personnes(dossier),
        "envois": dossier.bilan.envois.select_related("par") if visibles else [],
        "evenements": chronologie(dossier.bilan, dossier.cote_caf),
        "interlocuteur": interlocuteur_de(dossier),
    }


def sections_lues(dossier: BilanOuvert) -> set[str]:
    """The sections that have something to read in what was sent: one of no row has not."""
    places = dossier.arrete.emplacements if dossier.arrete else ()
    return {dossier.questionnaire.par_code[p.champ.code].dans[0].code for p in places}
