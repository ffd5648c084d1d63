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
from bilans.regles.avancement import avancements
from bilans.regles.etats import CHEZ_LE_PARTENAIRE, ActeurBilan
from bilans.services.bilan_ouvert import BilanOuvert
from bilans.views.chargement import charger
from bilans.views.messages import contexte_messages
from habilitations.requetes import Requete
from portal.dossiers.par_lien import ouvert_par_lien
from portal.dossiers.services.nouvelles import marquer_lus


@require_safe
@ouvert_par_lien
def bilan(request: Requete, pk: int) -> HttpResponse:
    page = charger(request, pk)
    remplit = ActeurBilan.ACCOMPAGNANT in page.acteurs and page.bilan.etat in CHEZ_LE_PARTENAIRE
    if page.cote_caf and not remplit:
        return redirect("bilans:lecture", pk=pk)
    marquer_lus(pk, page.acteur)
    contexte = contexte_bilan(page) | contexte_messages(request, page)
    return render(request, "bilans/bilan.html", contexte)


def contexte_bilan(page: BilanOuvert) -> dict[str, Any]:
    """All that the page of a bilan shows."""
    visibles = page.reponses_visibles
    radar, annee_avant = radar_de(page) if visibles else (None, "")
    return {
        "dossier": page,
        "bilan": page.bilan,
        "action": action_attendue(page),
        "etapes": etapes(page),
        "avancements": (
            avancements(page.questionnaire, page.etat, page.feuille.a_confirmer) if visibles else []
        ),
        "radar": radar,
        "annee_avant": annee_avant,
        "accord": page.accord if visibles else None,
        "nouveautes": nouveautes_du_bilan(page.bilan),
        "boutons": boutons(page),
        "peut_imprimer": visibles and page.bilan.etat in CHEZ_LE_PARTENAIRE,
        "faits": faits(page),
        "personnes": personnes(page),
        "envois": page.bilan.envois.select_related("par") if visibles else [],
        "evenements": chronologie(page.bilan, page.cote_caf),
        "interlocuteur": interlocuteur_de(page),
    }
