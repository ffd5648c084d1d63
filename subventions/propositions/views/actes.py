"""Acts on a proposal: compute its effect again, publish it, set it aside."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from habilitations.requetes import Requete
from portal.socle import actes
from portal.socle.actes import Annonce, envoye
from portal.socle.formulaires import ConfirmationForm, MotifForm
from subventions.models import PropositionBareme
from subventions.propositions.forms import JointeForm
from subventions.propositions.presentation.propositions import effet_en_mots, valeur_dite
from subventions.propositions.services.acces import (
    refus_de_decider,
    refus_de_joindre,
    refus_de_publier,
)
from subventions.propositions.services.effet import ensemble, redemander
from subventions.propositions.services.jointes import joindre as service_joindre
from subventions.propositions.services.proposition import ecarter as service_ecarter
from subventions.propositions.services.publication import publier as service_publier
from subventions.propositions.views.acces import charger
from subventions.regles.parametres import PARAMETRES

ACTE = require_http_methods(["GET", "HEAD", "POST"])


@ACTE
def publier(request: Requete, pk: int) -> HttpResponse:
    objet = charger(request, pk)
    actes.interdire(refus_de_publier(request.acteur, objet))
    effet = getattr(objet, "effet", None)
    dits = effet_en_mots(effet, request.acteur, objet.caf_id) if effet else []
    annonce = _annoncer(
        objet,
        titre="Publier cette valeur",
        texte=f"{' '.join(_dites(objet))} {' '.join(dits)} Les montants déjà transmis ne "
        "changent pas, et les conseillers concernés sont prévenus.",
        cout="Une valeur publiée ne se retire ni ne se modifie : elle se corrige par une autre.",
        libelle="Publier",
        succes="La valeur est publiée : les estimations en cours la suivent.",
    )
    return actes.mener(
        request, ConfirmationForm(envoye(request)), partial(service_publier, pk), annonce
    )


@ACTE
def joindre(request: Requete, pk: int) -> HttpResponse:
    """A value that the same text fixes: a rate with its ceiling."""
    objet = charger(request, pk)
    actes.interdire(refus_de_joindre(request.acteur, objet))
    pris = {membre.parametre for membre in ensemble(objet)}
    offerts = {p.code: p for p in PARAMETRES[objet.dispositif] if p.code not in pris}
    annonce = _annoncer(
        objet,
        titre="Joindre une valeur",
        texte="Elle vaut pour la même portée et les mêmes exercices, avec la même source et le "
        "même motif. L’effet est calculé de nouveau pour l’ensemble, publié en une fois.",
        libelle="Joindre",
        succes="La valeur est jointe à la proposition.",
    )
    formulaire = JointeForm(envoye(request), offerts=offerts)
    return actes.mener(request, formulaire, partial(service_joindre, pk), annonce)


@ACTE
def ecarter(request: Requete, pk: int) -> HttpResponse:
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
def recalculer(request: Requete, pk: int) -> HttpResponse:
    objet = charger(request, pk)
    actes.interdire(refus_de_decider(request.acteur, objet))
    return actes.agir(
        request,
        partial(redemander, pk),
        succes="L’effet va être calculé de nouveau.",
        retour=reverse("propositions:proposition", args=[pk]),
    )


def _dites(objet: PropositionBareme) -> list[str]:
    """« CLAS – taux : 35 %. », each of those published together."""
    return [f"{membre} : {valeur_dite(membre)}." for membre in ensemble(objet)]


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
