"""Acts on rights: decide, confirm, refuse, withdraw; suspend and lift."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from habilitations.models import Equipement
from habilitations.regles.exercices import libelle_exercice
from habilitations.requetes import Requete
from portal.socle import actes
from portal.socle.actes import Annonce, envoye, interdire
from portal.socle.formats import euros
from portal.socle.formulaires import ConfirmationForm
from portal.socle.refus import MOMENT, ROLE, Refus
from subventions.droits.forms import DecisionForm, RetraitForm, SuspensionForm
from subventions.droits.services import decisions, suspensions
from subventions.droits.views.chargement import (
    charger_decision,
    charger_droit,
    charger_equipement,
    exiger_exercice,
)
from subventions.models import DecisionDroit, Droit, SuspensionDroit
from subventions.models.reglages import reglages_de

ACTE = require_http_methods(["GET", "HEAD", "POST"])
PAS_LE_CONSEILLER = Refus(ROLE, "Seul le gestionnaire conseil du dossier peut faire cela.")
PAS_LE_SECOND = Refus(ROLE, "Un autre gestionnaire conseil de la Caf confirme une décision.")


@ACTE
def decider(request: Requete, pk: int) -> HttpResponse:
    droit = charger_droit(request, pk)
    _exiger_suivi(request, droit.equipement)
    seuil = reglages_de(droit.caf_id).seuil_decision
    annonce = _annoncer(
        droit.equipement,
        droit.annee,
        titre="Décider d’un autre montant",
        texte=f"{droit.libelle} : le montant calculé est de {euros(droit.calcul.montant)}. Il "
        "n’est jamais effacé : votre décision s’affiche à côté, avec son motif et votre nom.",
        cout=f"Au-delà de {euros(seuil)} d’écart, elle n’a d’effet qu’une fois confirmée par un "
        "autre gestionnaire conseil de votre Caf.",
        libelle="Enregistrer cette décision",
        succes="La décision est enregistrée.",
    )
    service = partial(decisions.proposer_decision, pk)
    return actes.mener(
        request, DecisionForm(envoye(request)), service, annonce, refus=_refus_de_decider(droit)
    )


@ACTE
def confirmer(request: Requete, pk: int) -> HttpResponse:
    decision = charger_decision(request, pk)
    _exiger_second(request, decision)
    annonce = _annoncer(
        decision.droit.equipement,
        decision.droit.annee,
        titre="Confirmer une décision",
        texte=f"{_resume(decision)} En la confirmant, vous en répondez avec "
        f"{decision.proposee_par}.",
        libelle="Confirmer cette décision",
        succes="La décision est confirmée : son montant compte désormais.",
    )
    service = partial(decisions.confirmer_decision, pk)
    refus = _refus_de_signer(decision)
    return actes.mener(request, ConfirmationForm(envoye(request)), service, annonce, refus=refus)


@ACTE
def refuser(request: Requete, pk: int) -> HttpResponse:
    decision = charger_decision(request, pk)
    _exiger_second(request, decision)
    annonce = _annoncer(
        decision.droit.equipement,
        decision.droit.annee,
        titre="Refuser une décision",
        texte=f"{_resume(decision)} Refusée, elle n’a aucun effet : le montant calculé compte.",
        libelle="Refuser cette décision",
        succes="La décision est refusée.",
        danger=True,
    )
    service = partial(decisions.refuser_decision, pk)
    refus = _refus_de_signer(decision)
    return actes.mener(request, RetraitForm(envoye(request)), service, annonce, refus=refus)


@ACTE
def retirer(request: Requete, pk: int) -> HttpResponse:
    decision = charger_decision(request, pk)
    _exiger_suivi(request, decision.droit.equipement)
    annonce = _annoncer(
        decision.droit.equipement,
        decision.droit.annee,
        titre="Retirer une décision",
        texte=f"{_resume(decision)} Retirée, elle reste lisible, et le montant calculé compte de "
        "nouveau.",
        libelle="Retirer cette décision",
        succes="La décision est retirée.",
        danger=True,
    )
    close = decision.close_le is not None or not decision.droit.est_en_vigueur
    refus = Refus(MOMENT, "Cette décision est close.") if close else None
    service = partial(decisions.retirer_decision, pk)
    return actes.mener(request, RetraitForm(envoye(request)), service, annonce, refus=refus)


@ACTE
def suspendre(request: Requete, equipement: int, annee: int) -> HttpResponse:
    charge = charger_equipement(request, equipement)
    _exiger_suivi(request, charge)
    exiger_exercice(request, charge, annee)
    annonce = _annoncer(
        charge,
        annee,
        titre="Suspendre les droits d’un exercice",
        texte="Rien n’est payé tant que la suspension dure. Les montants restent affichés, avec "
        "le motif ; le partenaire est prévenu par courriel, sans le motif.",
        libelle="Suspendre ces droits",
        succes="Les droits sont suspendus ; le partenaire est prévenu.",
        danger=True,
    )
    service = partial(suspensions.suspendre_les_droits, equipement, annee)
    ouvert = Droit.objects.en_vigueur().de(equipement, annee).exists()
    refus = None if ouvert else Refus(MOMENT, suspensions.SANS_DROIT)
    return actes.mener(request, SuspensionForm(envoye(request)), service, annonce, refus=refus)


@ACTE
def lever(request: Requete, pk: int) -> HttpResponse:
    try:
        suspension = suspensions.suspension_visible(pk, request.acteur)
    except SuspensionDroit.DoesNotExist:
        raise Http404 from None
    _exiger_suivi(request, suspension.equipement)
    annonce = _annoncer(
        suspension.equipement,
        suspension.annee,
        titre="Lever une suspension",
        texte=f"{suspension.get_cause_display()} : {suspension.motif} Une fois levée, les droits "
        "peuvent être payés ; le partenaire est prévenu.",
        libelle="Lever cette suspension",
        succes="La suspension est levée ; le partenaire est prévenu.",
    )
    levee = Refus(MOMENT, "Cette suspension est déjà levée.") if suspension.levee_le else None
    service = partial(suspensions.lever_la_suspension, pk)
    return actes.mener(request, RetraitForm(envoye(request)), service, annonce, refus=levee)


def _exiger_suivi(request: Requete, equipement: Equipement) -> None:
    if not request.acteur.suit(equipement):
        interdire(PAS_LE_CONSEILLER)


def _exiger_second(request: Requete, decision: DecisionDroit) -> None:
    if not decisions.peut_etre_second(decision, request.acteur):
        interdire(PAS_LE_SECOND)


def _refus_de_decider(droit: Droit) -> Refus | None:
    if not droit.est_en_vigueur:
        return Refus(MOMENT, "Ce droit ne compte plus : une décision porte sur celui qui compte.")
    if droit.calcul.montant is None:
        return Refus(MOMENT, decisions.dire_sans_calcul(droit))
    if DecisionDroit.objects.ouvertes().filter(droit=droit).exists():
        return Refus(MOMENT, decisions.DEJA_DECIDE)
    return None


def _refus_de_signer(decision: DecisionDroit) -> Refus | None:
    if decision.attend_une_signature and decision.droit.est_en_vigueur:
        return None
    return Refus(MOMENT, "Cette décision n’attend plus de signature.")


def _resume(decision: DecisionDroit) -> str:
    droit = decision.droit
    return (
        f"{droit.libelle} : {euros(droit.calcul.montant)} calculés, "
        f"{euros(decision.montant_accepte)} acceptés par {decision.proposee_par}. "
        f"Motif : {decision.motif}"
    )


def _annoncer(equipement: Equipement, annee: int, **mots: Any) -> Annonce:
    adresse = reverse("droits:dossier", args=[equipement.pk, annee])
    exercice = libelle_exercice(equipement.dispositif, annee)
    return Annonce(
        retour=adresse,
        sujet=equipement.nom,
        fil=((f"Subvention {exercice}", adresse),),
        **mots,
    )
