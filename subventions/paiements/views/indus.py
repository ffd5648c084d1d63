"""Indus: list, one of them, what comes back, its letter."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.requetes import Requete
from portal.socle.actes import Annonce, a_l_ouverture, agir, envoye, interdire, mener
from portal.socle.documents import servir
from portal.socle.formats import euros
from portal.socle.formulaires import MotifForm
from portal.socle.refus import Refus
from subventions.droits.services.lecteurs import lit_l_argent_de, lit_les_montants
from subventions.paiements.filters import FiltreIndus
from subventions.paiements.forms.indus import ModeForm, RemboursementForm
from subventions.paiements.models import Indu, LettreIndu
from subventions.paiements.presentation.indus import echeances_lues, etat_de_l_indu, faits_de_l_indu
from subventions.paiements.regles import jours
from subventions.paiements.services import indus as services
from subventions.paiements.services.acces import est_conseiller
from subventions.paiements.services.echeancier import echeancier_de
from subventions.paiements.services.lettres import demander_lettre_indu
from subventions.paiements.tables import TableauIndus
from subventions.paiements.views.cadre import CAF_SEULE, annoncer, cafs_comme

ACTE = require_http_methods(["GET", "HEAD", "POST"])
RUBRIQUE = "Indus"


@require_safe
def liste(request: Requete) -> HttpResponse:
    if not cafs_comme(request.acteur, FONCTIONS_INSTRUCTION):
        raise PermissionDenied("Les indus d’une Caf se lisent à la Caf.")
    filtre = FiltreIndus(request.GET, Indu.objects.visibles_par(request.acteur))
    contexte = {
        "formulaire": filtre.form,
        "filtree": filtre.form.has_changed(),
        "tableau": TableauIndus(filtre.qs.avec_reste(), request),
    }
    return render(request, "paiements/indus.html", contexte)


@require_safe
def indu(request: Requete, pk: int) -> HttpResponse:
    objet = _charger(request, pk)
    traite = est_conseiller(objet.caf_id, request.acteur)
    reclame = traite and not objet.annule_le and objet.reste > 0
    contexte = {
        "indu": objet,
        "de_trop": reclame
        and services.reclame_de_trop(echeancier_de(objet.equipement, objet.annee)),
        "annulable": objet.reste == objet.montant,
        "etat": etat_de_l_indu(objet),
        "faits": faits_de_l_indu(objet),
        "echeances": echeances_lues(objet, list(objet.echeances.all()), request.acteur.jour),
        "remboursements": objet.remboursements.select_related("enregistre_par"),
        "imputations": objet.imputations.filter(
            versement__etat__in=["propose", "ordonne", "paye"]
        ).select_related("versement__equipement"),
        "lettre": objet.lettres.first(),
        "traite": traite,
        "lit_l_echeancier": lit_les_montants(request.acteur, objet.equipement),
    }
    return render(request, "paiements/indu.html", contexte)


@ACTE
def rembourser(request: Requete, pk: int) -> HttpResponse:
    objet = _traiter(request, pk)
    annonce = _annoncer(
        objet,
        titre="Enregistrer un remboursement",
        texte=f"Ce que le partenaire a rendu, et le jour où la Caf l’a reçu. Il reste "
        f"{euros(objet.reste)}.",
        libelle="Enregistrer",
        succes="Le remboursement est enregistré.",
    )
    jour = request.acteur.jour
    formulaire = RemboursementForm(
        envoye(request),
        initial={"le": jour},
        bornes=jours.du_remboursement(timezone.localdate(objet.notifie_le), jour),
    )
    service = partial(services.rembourser_indu, pk)
    return mener(request, formulaire, service, annonce, refus=_clos(request, objet))


@ACTE
def mode(request: Requete, pk: int) -> HttpResponse:
    objet = _traiter(request, pk)
    annonce = _annoncer(
        objet,
        titre="Changer le recouvrement d’un indu",
        texte="Compensé, il est retenu sur les prochains versements que la Caf propose à ce "
        "partenaire, jusqu’à ce qu’il soit soldé.",
        libelle="Enregistrer",
        succes="Le recouvrement est enregistré.",
    )
    formulaire = ModeForm(envoye(request), initial={"mode": objet.mode})
    service = partial(services.changer_le_mode, pk)
    return mener(request, formulaire, service, annonce, refus=_clos(request, objet))


@ACTE
def annuler(request: Requete, pk: int) -> HttpResponse:
    objet = _traiter(request, pk)
    annonce = _annoncer(
        objet,
        titre="Annuler un indu",
        texte="Il n’est plus réclamé. Le partenaire est prévenu.",
        libelle="Annuler l’indu",
        succes="L’indu est annulé.",
        annuler="Revenir",
        danger=True,
    )
    service = partial(services.annuler_indu, pk)
    refus = _clos(request, objet) or a_l_ouverture(
        request, objet.reste != objet.montant, services.DEJA_REVENU
    )
    return mener(request, MotifForm(envoye(request)), service, annonce, refus=refus)


@require_POST
def demander_lettre(request: Requete, pk: int) -> HttpResponse:
    objet = _charger(request, pk)
    return agir(
        request,
        partial(demander_lettre_indu, pk),
        succes="La lettre est demandée : elle s’affichera sur cette page une fois scellée.",
        retour=reverse("paiements:indu", args=[objet.pk]),
    )


@require_safe
def lettre(request: Requete, pk: int) -> HttpResponseBase:
    lettres = LettreIndu.objects.filter(document__isnull=False)
    scellee = lettres.select_related("document").filter(pk=pk).first()
    if scellee is None or scellee.document is None:
        raise Http404("Cette lettre n’existe pas.")
    _charger(request, scellee.indu_id)
    return servir(scellee.document)


def _charger(request: Requete, pk: int) -> Indu:
    """One that the agents of its Caf, or the partner's readers of amounts, may open.

    Whoever it is claimed from does, though the équipement has passed to another.
    """
    indus = (
        Indu.objects.filter(pk=pk)
        .avec_reste()
        .select_related(
            "caf", "gestionnaire", "equipement__portefeuille", "notifie_par", "annule_par"
        )
    )
    objet = indus.first()
    if objet is None or not lit_l_argent_de(
        request.acteur, objet.gestionnaire_id, objet.equipement
    ):
        raise Http404("Cet indu n’existe pas, ou il n’est pas d’un dossier que vous suivez.")
    return objet


def _clos(request: Requete, objet: Indu) -> Refus | None:
    fini = bool(objet.annule_le) or objet.reste == 0
    return a_l_ouverture(
        request, fini, "Cet indu est soldé ou annulé : rien n’en est plus à rendre."
    )


def _traiter(request: Requete, pk: int) -> Indu:
    objet = _charger(request, pk)
    if not est_conseiller(objet.caf_id, request.acteur):
        interdire(CAF_SEULE)
    return objet


def _annoncer(objet: Indu, **mots: Any) -> Annonce:
    retour = reverse("paiements:indu", args=[objet.pk])
    return annoncer(retour, objet.gestionnaire.nom, (objet.reference, retour), **mots)
