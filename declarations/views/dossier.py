"""The page of one declaration: where it stands, what is expected, what happened."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from declarations.chronologie import chronologie
from declarations.models import RepriseElan
from declarations.presentation.action import action_attendue
from declarations.presentation.attente import premiere_ligne_attendue
from declarations.presentation.contacts import (
    equipe_du_partenaire,
    interlocuteur_de,
    qui_a_renvoye,
)
from declarations.presentation.decision import en_vigueur
from declarations.presentation.suite import libelle_etat
from declarations.regles import etats
from declarations.regles.etats import ACTES, Action, Etat
from declarations.regles.grille import VOLETS
from declarations.services.dossier_ouvert import DossierOuvert
from declarations.services.integrite import est_alteree
from declarations.services.simulations import peut_simuler
from declarations.views.acces import adresse_de_retour
from declarations.views.chargement import charger
from declarations.views.echanges import echanges
from declarations.views.resume import resume_controles
from habilitations.models import Dispositif
from habilitations.requetes import Requete
from portal.dossiers.services.nouvelles import marquer_lus
from portal.socle.composants import EtapeSuivi, Fait
from portal.socle.formats import date_fr
from portal.socle.fuseaux import fin_de_journee

# Somebody whose last save is younger than that is still typing (H).
SAISIE_EN_COURS = timedelta(minutes=15)
# The five steps shown to people, and the states each one covers.
ETAPES = (
    ("Saisie", frozenset({Etat.A_SAISIR, Etat.EN_SAISIE, Etat.A_CORRIGER})),
    ("Approbation", frozenset({Etat.A_APPROUVER})),
    ("Transmission à la Caf", frozenset({Etat.TRANSMISE})),
    ("Traitement", frozenset({Etat.EN_INSTRUCTION})),
    ("Décision", frozenset({Etat.VALIDEE})),
)


@require_safe
def dossier(request: Requete, pk: int) -> HttpResponse:
    dossier = charger(request, pk)
    marquer_lus(pk, dossier.acteur)
    alteree = est_alteree(dossier.version)
    figures = dossier.figures_visibles and not alteree
    contexte = {
        "dossier": dossier,
        "alteree": alteree,
        "en_vigueur": None if alteree else en_vigueur(dossier),
        "avancement": [] if figures or alteree else [avancement(dossier, v) for v in VOLETS],
        "equipe": equipe_du_partenaire(dossier),
        "declaration": dossier.declaration,
        "version": dossier.version,
        "action": action_attendue(dossier),
        "etapes": etapes(dossier),
        "volets": [carte_volet(dossier, v) for v in VOLETS] if figures else [],
        "faits": faits(dossier),
        "resume": resume_controles(dossier) if figures else {},
        "boutons": boutons(dossier),
        "peut_simuler": figures and peut_simuler(dossier),
        "reprises_elan": reprises_elan(dossier),
        "evenements": chronologie(dossier.declaration, dossier.cote_caf, dossier.caches),
        "interlocuteur": interlocuteur_de(dossier),
        "versions": [v for v in dossier.declaration.versions.all() if v.est_envoyee],
        **echanges(request, dossier),
        "retour": adresse_de_retour(request) if dossier.cote_caf else reverse("declarations:suivi"),
    }
    return render(request, "declarations/dossier.html", contexte)


def etapes(dossier: DossierOuvert) -> list[EtapeSuivi]:
    """The step bar; empty for « sans objet », which follows no path."""
    etat = dossier.declaration.etat
    rang = next((i for i, (_, codes) in enumerate(ETAPES) if etat in codes), None)
    if rang is None:
        return []
    fini = etat == Etat.VALIDEE

    def statut(i: int) -> str:
        if i < rang or fini:
            return "faite"
        return "courante" if i == rang else "a_venir"

    detail = libelle_etat(dossier.declaration.etat, dossier.cote_caf)
    return [
        EtapeSuivi(libelle, statut(i), detail if i == rang else "")
        for i, (libelle, _) in enumerate(ETAPES)
    ]


def carte_volet(dossier: DossierOuvert, nature: str) -> dict[str, Any]:
    """What the file shows of a volet: progress, sign-off, what this person may do with it."""
    volet = dossier.version.volet(nature)
    return {
        "volet": volet,
        "renvoye_par": qui_a_renvoye(dossier.declaration, volet),
        "titre": etats.LIBELLES_VOLET[nature].capitalize(),
        "progression": dossier.progression(nature),
        "premiere_ligne": premiere_ligne_attendue(dossier, nature),
        "lisible": dossier.lit_le_volet(nature),
        "peut_saisir": dossier.peut(Action.SAISIR, nature),
        "peut_retirer_signature": dossier.peut(Action.RETIRER_SIGNATURE, nature),
        "peut_renvoyer": dossier.peut(Action.RENVOYER) and volet.champs_ouverts != [],
    }


def avancement(dossier: DossierOuvert, nature: str) -> dict[str, Any]:
    """How far a volet has come, without any figure; whether somebody types in it now."""
    carte = carte_volet(dossier, nature)
    dernier = carte["volet"].modifie_le
    recent = dernier is not None and dossier.maintenant - dernier <= SAISIE_EN_COURS
    return {**carte, "en_cours": recent}


def faits(dossier: DossierOuvert) -> list[Fait]:
    """Who, what, when: the identity of the file."""
    declaration, campagne = dossier.declaration, dossier.declaration.campagne
    lignes = [
        Fait("Référence", declaration.reference),
        Fait("Gestionnaire", declaration.gestionnaire.nom),
        Fait("Dispositif", declaration.get_dispositif_display()),
        Fait("Exercice", declaration.exercice),
        Fait("Échéance annoncée", date_fr(campagne.echeance_le)),
        Fait(
            "Fin de la saisie",
            date_fr(campagne.ferme_le),
            fin_de_journee(campagne.ferme_le, declaration.caf.code),
        ),
    ]
    lignes += [
        Fait("Dérogation", f"jusqu’au {date_fr(d.expire_le)}", d.motif)
        for d in declaration.derogations.all()
    ]
    return lignes


def reprises_elan(dossier: DossierOuvert) -> list[RepriseElan]:
    """Figures taken up from ELAN that this file is compared with: same exercice, one before."""
    declaration = dossier.declaration
    if declaration.dispositif != Dispositif.CLAS:
        return []
    annees = (declaration.annee, declaration.annee - 1)
    return list(RepriseElan.objects.filter(equipement=declaration.equipement, annee__in=annees))


def boutons(dossier: DossierOuvert) -> list[dict[str, str]]:
    """Secondary actions of the file, from the transition table."""
    return [
        {
            "libelle": transition.libelle,
            "adresse": reverse(transition.vue, args=[dossier.declaration.pk]),
        }
        for transition in ACTES.actions_possibles(dossier.situation, dossier.acteurs)
        if transition.vue and not transition.principale
    ]
