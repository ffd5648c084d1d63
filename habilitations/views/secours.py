"""Rescues: asked on the page of a partner, read and signed in second by another agent."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from habilitations.forms.droits import SecoursForm
from habilitations.models import Secours
from habilitations.presentation.secours import etat_du_secours, faits_du_secours
from habilitations.requetes import Requete
from habilitations.services.gestionnaires import en_a_perdu
from habilitations.services.secours import (
    PAS_PERDU,
    cosigner_secours,
    demander_secours,
    refuser_secours,
)
from habilitations.views.cadre import annoncer, charger_pour_la_caf, mener
from portal.socle import actes
from portal.socle.actes import Annonce, envoye
from portal.socle.formulaires import ConfirmationForm, MotifForm
from portal.socle.francais import de_la
from portal.socle.refus import MOMENT, ROLE, Refus

ACTE = require_http_methods(["GET", "HEAD", "POST"])
SOI_MEME = Refus(ROLE, "Vous avez demandé ce secours : une autre personne de la Caf le cosigne.")


@ACTE
def demander(request: Requete, pk: int) -> HttpResponse:
    base = charger_pour_la_caf(request.acteur, pk)
    annonce = annoncer(
        base,
        titre="Demander un secours",
        texte="Ce partenaire n’a plus de gestionnaire des habilitations. La personne que vous "
        "proposez le deviendra lorsqu’une autre personne de votre Caf aura signé en second ; "
        "jusque-là, rien n’est accordé. Rappelez d’abord la structure au numéro que la Caf lui "
        "connaît.",
        libelle="Demander la seconde signature",
        succes="La demande est enregistrée : elle attend la signature d’une autre personne.",
    )
    service = partial(demander_secours, caf_id=base.caf_id, gestionnaire_id=base.gestionnaire_id)
    refus = None if en_a_perdu(base, request.acteur.jour) else Refus(MOMENT, PAS_PERDU)
    return mener(request, base, SecoursForm(envoye(request)), service, annonce, refus)


@require_safe
def secours(request: Requete, pk: int) -> HttpResponse:
    objet = _charger(request, pk)
    attend = etat_du_secours(objet, request.acteur.maintenant)[1] == "attention"
    contexte = {
        "secours": objet,
        "faits": faits_du_secours(objet, request.acteur.maintenant),
        "attend": attend,
        "a_soi": objet.demande_par_id == request.acteur.utilisateur.pk,
    }
    return render(request, "habilitations/secours.html", contexte)


@ACTE
def cosigner(request: Requete, pk: int) -> HttpResponse:
    objet = _charger(request, pk)
    if objet.demande_par_id == request.acteur.utilisateur.pk:
        actes.interdire(SOI_MEME)
    annonce = _annoncer(
        objet,
        titre="Cosigner un secours",
        texte=f"{objet.personne} devient gestionnaire des habilitations "
        f"{de_la(objet.base.gestionnaire.nom)}, et donnera ses droits à d’autres. En signant, "
        "vous répondez avec votre collègue de cette identité.",
        libelle="Cosigner",
        succes="Le secours est cosigné : la personne est prévenue par courriel.",
    )
    formulaire, service = ConfirmationForm(envoye(request)), partial(cosigner_secours, pk)
    return actes.mener(request, formulaire, service, annonce)


@ACTE
def refuser(request: Requete, pk: int) -> HttpResponse:
    annonce = _annoncer(
        _charger(request, pk),
        titre="Refuser un secours",
        texte="La demande est close sans que rien ne soit accordé. Une autre pourra être faite.",
        libelle="Refuser",
        succes="Le secours est refusé.",
        danger=True,
    )
    formulaire, service = MotifForm(envoye(request)), partial(refuser_secours, pk)
    return actes.mener(request, formulaire, service, annonce)


def _charger(request: Requete, pk: int) -> Secours:
    visibles = Secours.objects.visibles_par(request.acteur).select_related(
        "base__caf", "base__gestionnaire", "demande_par", "cosigne_par", "refuse_par"
    )
    objet = visibles.filter(pk=pk).first()
    if objet is None:
        raise Http404("Ce secours n’existe pas, ou il n’est pas de votre Caf.")
    return objet


def _annoncer(objet: Secours, **mots: Any) -> Annonce:
    return Annonce(
        retour=reverse("habilitations:secours", args=[objet.pk]),
        sujet=objet.base.gestionnaire.nom,
        fil=(("Secours", reverse("habilitations:secours", args=[objet.pk])),),
        **mots,
    )
