"""The personal link: sent by the Caf, revoked, and opened by whom it was sent to."""

from functools import partial
from typing import Any

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from habilitations.adhesions.forms.dossiers import CompteForm, InvitationForm
from habilitations.adhesions.models import InvitationAdhesion
from habilitations.adhesions.services import invitations as services
from habilitations.adhesions.views.acces import annoncer, charger_pour_la_caf
from habilitations.requetes import Requete
from portal.socle.actes import a_l_ouverture, envoye, mener
from portal.socle.formulaires import MotifForm
from portal.socle.portee import au_nom_du_systeme
from portal.socle.refus import ActionRefusee
from portal.socle.telechargements import JAMAIS_GARDE

ACTE = require_http_methods(["GET", "HEAD", "POST"])


@ACTE
def inviter(request: Requete, pk: int) -> HttpResponse:
    objet = charger_pour_la_caf(request, pk)
    annonce = annoncer(
        objet,
        titre="Envoyer un lien personnel",
        texte="La personne reçoit un lien qui sert une fois et vaut 72 heures. Elle ouvre son "
        "compte, ou se connecte au sien ; puis elle suit ce dossier, remplit la fiche et dépose "
        "les pièces signées.",
        cout="Un lien envoyé auparavant, et qui n’a pas servi, n’ouvrira plus rien.",
        libelle="Envoyer le lien",
        succes="Le lien est envoyé.",
    )
    formulaire = InvitationForm(envoye(request), initial={"courriel": objet.courriel})
    return mener(request, formulaire, partial(services.envoyer, pk), annonce)


@ACTE
def revoquer(request: Requete, pk: int, invitation: int) -> HttpResponse:
    objet = charger_pour_la_caf(request, pk)
    visee = objet.invitations.filter(pk=invitation).select_related("utilisateur").first()
    if visee is None:
        raise Http404("Ce lien n’est pas de ce dossier.")
    annonce = annoncer(
        objet,
        titre="Révoquer un lien",
        texte=f"{visee.utilisateur} ne verra plus ce dossier ; ce qui a été fait est gardé."
        if visee.utilisateur
        else f"Le lien envoyé à {visee.courriel} n’ouvrira plus rien.",
        libelle="Révoquer",
        succes="Le lien est révoqué.",
        danger=True,
    )
    refus = a_l_ouverture(request, visee.revoquee_le is not None, "Ce lien est déjà révoqué.")
    service = partial(services.revoquer, pk, invitation)
    return mener(request, MotifForm(envoye(request)), service, annonce, refus=refus)


@ACTE
@login_not_required
@sensitive_post_parameters()
@au_nom_du_systeme("ouvrir une invitation, que son adresse prouve")
def rejoindre(request: Requete, jeton: str) -> HttpResponse:
    """Opened by whom it was sent to: with an account of theirs, or one opened here.

    Opening the page uses nothing up: mail scanners follow links. Whatever is wrong with the link,
    the page is the same.
    """
    acteur = request.acteur if request.user.is_authenticated else None
    if acteur and (deja := services.deja_servie(jeton, acteur)):
        return redirect("adhesions:dossier", pk=deja.pk)
    invitation = services.lire_lien(jeton, acteur, timezone.now())
    try:
        if invitation is None:
            return _refuser(request)
        if acteur:
            return _rattacher(request, jeton, invitation)
        return _ouvrir_un_compte(request, jeton, invitation)
    except ActionRefusee:  # it served meanwhile
        return _refuser(request)


def _rattacher(request: Requete, jeton: str, invitation: InvitationAdhesion) -> HttpResponse:
    if request.method != "POST":
        return _page(request, "adhesions/lien_rattacher.html", invitation)
    dossier = services.rattacher(jeton, acteur=request.acteur)
    messages.success(request, "Vous suivez maintenant cette adhésion avec votre compte.")
    return redirect("adhesions:dossier", pk=dossier.pk)


def _ouvrir_un_compte(request: Requete, jeton: str, invitation: InvitationAdhesion) -> HttpResponse:
    """The address has an account: it logs in, then comes back here. Else it opens one."""
    if services.a_un_compte(invitation.courriel):
        suite = urlencode({"next": request.path})
        connexion = f"{reverse('account_login')}?{suite}"
        return _page(request, "adhesions/lien_connexion.html", invitation, connexion=connexion)
    formulaire = CompteForm(envoye(request), courriel=invitation.courriel)
    if not formulaire.is_bound or not formulaire.is_valid():
        statut = 422 if formulaire.is_bound else 200
        return _page(
            request, "adhesions/lien_compte.html", invitation, statut, formulaire=formulaire
        )
    ouvert = services.ouvrir_un_compte(jeton, maintenant=timezone.now(), **formulaire.compte)
    dossier = reverse("adhesions:dossier", args=[invitation.dossier_id])
    reponse: HttpResponse = perform_login(
        request, ouvert, email_verification="none", redirect_url=dossier
    )
    return reponse


def _refuser(request: Requete) -> HttpResponse:
    return _prive(render(request, "adhesions/lien_refuse.html", status=404))


def _page(
    request: Requete,
    gabarit: str,
    invitation: InvitationAdhesion,
    statut: int = 200,
    **contexte: Any,
) -> HttpResponse:
    contexte |= {"invitation": invitation, "dossier": invitation.dossier}
    return _prive(render(request, gabarit, contexte, status=statut))


def _prive(reponse: HttpResponse) -> HttpResponse:
    """On no shared cache, its address told to no other site; not ``no-referrer``: decision 0039."""
    reponse["Referrer-Policy"] = "same-origin"
    reponse["Cache-Control"] = JAMAIS_GARDE
    return reponse
