"""The answers that count, as both sides read them, and for the Caf what it may do with them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bilans.chronologie import chronologie
from bilans.presentation.action import adresse_de, echeance_en_mots
from bilans.presentation.lecture import Lecture
from bilans.presentation.notation import radar_de
from bilans.presentation.nouveautes import nouveautes_du_bilan
from bilans.presentation.pieces import fichiers_de
from bilans.presentation.reperes import faits, interlocuteur_de, personnes
from bilans.regles.etat import Etat
from bilans.regles.etats import ACTES, Action
from bilans.services.bilan_ouvert import BilanOuvert
from bilans.services.precedent import precedent_de
from bilans.views.chargement import charger
from bilans.views.file import adresse_de_la_file
from bilans.views.messages import contexte_messages
from habilitations.requetes import Requete
from portal.dossiers.par_lien import ouvert_par_lien
from portal.dossiers.regles.transitions import Transition
from portal.dossiers.services.nouvelles import marquer_lus


@require_safe
@ouvert_par_lien
def lecture(request: Requete, pk: int) -> HttpResponse:
    dossier = charger(request, pk)
    marquer_lus(pk, dossier.acteur)
    contexte: dict[str, Any] = {
        "dossier": dossier,
        "bilan": dossier.bilan,
        "faits": faits(dossier),
        "echeance": echeance_en_mots(dossier),
        "demande": dossier.demande,
        "nouveautes": nouveautes_du_bilan(dossier.bilan),
        "pieces": list(fichiers_de(dossier)),
        "accompagne": dossier.cote_caf and dossier.peut(Action.REPONDRE),
        "interlocuteur": interlocuteur_de(dossier),
        "personnes": personnes(dossier),
        "envois": dossier.bilan.envois.all(),
        "evenements": chronologie(dossier.bilan, dossier.cote_caf),
        **contexte_messages(request, dossier),
    }
    if dossier.arrete:
        contexte |= reponses(dossier, dossier.arrete)
    if dossier.cote_caf:
        contexte |= {
            "retour": adresse_de_la_file(request),
            "boutons": boutons(dossier),
            "principale": principale(dossier),
            "notes": dossier.bilan.annotations.filter(chemin="").select_related("par"),
        }
    return render(request, "bilans/lecture.html", contexte)


def reponses(dossier: BilanOuvert, arrete: Etat) -> dict[str, Any]:
    """Sections with last year's answers; notes for the Caf alone."""
    precedent = precedent_de(dossier.bilan)
    radar, annee_avant = radar_de(dossier)
    notes = dossier.bilan.annotations.select_related("par") if dossier.cote_caf else ()
    lue = Lecture(
        dossier.questionnaire,
        arrete,
        precedent,
        dossier.bilan.modifications.select_related("par"),
        notes,
    )
    return {
        "sections": list(lue.sections()),
        "modifications": lue.modifications(),
        "precedent": precedent.bilan if precedent else None,
        "radar": radar,
        "annee_avant": annee_avant,
        "accord": dossier.accord,
        "manquants": len(arrete.manquants) if dossier.cote_caf else 0,
        "peut_modifier": dossier.peut(Action.MODIFIER),
    }


def principale(dossier: BilanOuvert) -> dict[str, Any]:
    """The act that the bilan waits for from the Caf, if this person may do it.

    It bears the mark of the answers that the page shows: no others are accepted.
    """
    possible = next((t for t in _actes(dossier) if t.principale), None)
    if possible is None:
        return {}
    bouton = _bouton(dossier, possible)
    return bouton | {"adresse": f"{bouton['adresse']}?vu={dossier.marque_pour_la_caf}"}


def boutons(dossier: BilanOuvert) -> list[dict[str, Any]]:
    """The other acts of the Caf, from the transition table."""
    return [_bouton(dossier, t) for t in _actes(dossier) if not t.principale]


def _actes(dossier: BilanOuvert) -> list[Transition]:
    possibles = ACTES.actions_possibles(dossier.situation, dossier.acteurs)
    return [t for t in possibles if t.vue and t.acteurs == ACTES[Action.VALIDER].acteurs]


def _bouton(dossier: BilanOuvert, transition: Transition) -> dict[str, Any]:
    return {
        "libelle": transition.libelle,
        "adresse": adresse_de(transition.action, dossier.bilan.pk),
        "par_envoi": transition.action == Action.PRENDRE_EN_CHARGE,
    }
