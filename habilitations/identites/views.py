"""Linking one's account to the directory of one's Caf, and coming in by it."""

from functools import partial

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from habilitations.identites.reglages import Annuaire, annuaire, ouverts_a
from habilitations.identites.services import delier
from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.socle.actes import agir


@require_safe
def mon_annuaire(request: Requete) -> HttpResponse:
    """The directories of one's Cafs, and whether one's account is linked there."""
    acteur: Acteur = request.acteur
    ouverts = ouverts_a(acteur)
    if not ouverts:
        raise Http404("Aucune de vos Caf n’ouvre le portail par son annuaire.")
    liens = SocialAccount.objects.filter(user=acteur.utilisateur.pk)
    lies = {lien.provider: lien for lien in liens}
    contexte = {"annuaires": [(un, lies.get(un.cle)) for un in ouverts]}
    return render(request, "habilitations/annuaire.html", contexte)


@require_POST
def delier_annuaire(request: Requete, provider_id: str) -> HttpResponse:
    return agir(
        request,
        partial(delier, _charger(provider_id)),
        succes="Votre compte n’est plus lié à cet annuaire.",
        retour=reverse("mfa_index"),
    )


@require_POST
@never_cache
@login_not_required
def aller(request: Requete, provider_id: str) -> HttpResponse:
    """By a button only: a link on another site must not log anybody in."""
    lui = _charger(provider_id)
    from habilitations.identites import protocole  # with its libraries: only when configured

    return protocole.aller(request, lui)


@require_safe
@never_cache
@login_not_required
def revenir(request: Requete, provider_id: str) -> HttpResponse:
    lui = _charger(provider_id)
    from habilitations.identites import protocole

    return protocole.revenir(request, lui)


def _charger(cle: str) -> Annuaire:
    lui = annuaire(cle)
    if lui is None:
        raise Http404("Aucun annuaire ne porte ce nom.")
    return lui
