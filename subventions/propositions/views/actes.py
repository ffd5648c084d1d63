"""Acts on a proposal: compute its effect again, publish it, set it aside."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from portal.socle import actes
from portal.socle.actes import Annonce, envoye
from portal.socle.formulaires import ConfirmationForm, MotifForm
from subventions.models import PropositionBareme
from subventions.propositions.presentation.propositions import effet_en_mots, valeur_dite
from subventions.propositions.services.acces import refus_de_decider, refus_de_publier
from subventions.propositions.services.effet import redemander
from subventions.propositions.services.proposition import ecarter as service_ecarter
from subventions.propositions.services.publication import publier as service_publier
from subventions.propositions.views.acces import charger

ACTE = require_http_methods(["GET", "HEAD", "POST"])


@ACTE
def publier(request: HttpRequest, pk: int) -> HttpResponse:
    objet = charger(request, pk)
    actes.interdire(refus_de_publier(request.acteur, objet))
    effet = getattr(objet, "effet", None)
    dits = effet_en_mots(effet, request.acteur, objet.caf_id) if effet else []
    annonce = _annoncer(
        objet,
        titre="Publier cette valeur",
        texte=f"{objet} : {valeur_dite(objet)}. {' '.join(dits)} Les montants déjà transmis ne "
        "changent pas, et les conseillers concernés sont prévenus.",
        cout="Une valeur publiée ne se retire ni ne se modifie : elle se corrige par une autre.",
        libelle="Publier",
        succes="La valeur est publiée : les estimations en cours la suivent.",
    )
    return actes.mener(
        request, ConfirmationForm(envoye(request)), partial(service_publier, pk), annonce
    )


@ACTE
def ecarter(request: HttpRequest, pk: int) -> HttpResponse:
    objet = charger(request, pk)
    actes.interdire(refus_de_decider(request.acteur, objet))
    annonce = _annoncer(
        objet,
        titre="Écarter cette proposition",
        texte="La proposition est close sans que rien ne change. Une autre pourra être faite.",
        libelle="Écarter",
        succes="La proposition est écartée.",
        danger=True,
    )
    return actes.mener(request, MotifForm(envoye(request)), partial(service_ecarter, pk), annonce)


@require_POST
def recalculer(request: HttpRequest, pk: int) -> HttpResponse:
    objet = charger(request, pk)
    actes.interdire(refus_de_decider(request.acteur, objet))
    return actes.agir(
        request,
        partial(redemander, pk),
        succes="L’effet va être calculé de nouveau.",
        retour=reverse("propositions:proposition", args=[pk]),
    )


def _annoncer(objet: PropositionBareme, **mots: Any) -> Annonce:
    page = reverse("propositions:proposition", args=[objet.pk])
    return Annonce(
        retour=page,
        sujet=str(objet),
        fil=(
            ("Barèmes", reverse("subventions:baremes")),
            ("Proposition", page),
        ),
        **mots,
    )
