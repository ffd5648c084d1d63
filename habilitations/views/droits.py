"""The rights of a person with their acts: one's own, and those of the people one looks after."""

import structlog
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from habilitations.filters import FiltrePersonnes
from habilitations.models import ActeHabilitation, Utilisateur
from habilitations.permissions import Acteur
from habilitations.presentation.droits import droits_de
from habilitations.requetes import Requete
from habilitations.services.actes import demander_acte, droits_visibles, pour_un_acte
from habilitations.tables import TableauPersonnes
from portal.socle.documents import est_intact, servir
from portal.socle.francais import compter
from portal.socle.refus import ActionRefusee

log = structlog.get_logger(__name__)
EN_PREPARATION = (
    "L’acte est en préparation : il porte bientôt le cachet de la Caf. Revenez sur cette page dans "
    "quelques instants."
)


@require_safe
def mes_droits(request: Requete) -> HttpResponse:
    return _page(request, request.acteur.utilisateur)


@require_safe
def droits_personne(request: Requete, pk: int) -> HttpResponse:
    """The rights of somebody else, those at least that one looks after."""
    acteur: Acteur = request.acteur
    personne = Utilisateur.objects.filter(pk=pk).first()
    gere = personne and droits_visibles(acteur).filter(utilisateur=personne).exists()
    if not gere or personne is None:
        raise Http404("Cette personne n’existe pas, ou vous ne gérez pas ses droits.")
    return _page(request, personne)


@require_safe
def personnes(request: Requete) -> HttpResponse:
    acteur: Acteur = request.acteur
    if not acteur.gere_des_droits:
        raise PermissionDenied(
            "Cette liste est réservée au responsable des habilitations de la Caf et au "
            "gestionnaire des habilitations du partenaire."
        )
    filtre = FiltrePersonnes(request.GET, acteur)
    tableau = TableauPersonnes(filtre.qs, request)
    combien = tableau.paginator.count
    contexte = {
        "formulaire": filtre.form,
        "tableau": tableau,
        "resultat": compter(combien, "personne"),
    }
    return render(request, "habilitations/personnes.html", contexte)


@require_POST
def demander(request: Requete, pk: int) -> HttpResponse:
    """Ask for the act of a right; a second click finds the first one."""
    droit = droits_visibles(request.acteur).filter(pk=pk).first()
    if droit is None:
        raise Http404("Ce droit n’existe pas, ou il n’est pas à vous.")
    try:
        acte = demander_acte(pk, acteur=request.acteur)
    except ActionRefusee as erreur:
        messages.error(request, erreur.refus.message)
    else:
        messages.success(request, EN_PREPARATION if not acte.est_scelle else "L’acte est prêt.")
    return _retour(request, droit.utilisateur_id)


@require_safe
def acte(request: Requete, pk: int) -> HttpResponseBase:
    """The sealed PDF, always the same bytes; what was altered is not handed out."""
    objet = (
        ActeHabilitation.objects.visibles_par(request.acteur)
        .select_related("document")
        .filter(pk=pk)
        .first()
    )
    if objet is None:
        raise Http404("Cet acte n’existe pas, ou il n’est pas à vous.")
    if objet.document is None:
        messages.info(request, EN_PREPARATION)
        return _retour(request, objet.utilisateur_id)
    if est_intact(objet.document):
        return servir(objet.document)
    log.error("integrite.document_altere", document=objet.document_id)
    messages.error(
        request,
        f"Le fichier de l’acte {objet.reference} n’est plus celui qui a été scellé : il n’est pas "
        "délivré. Signalez-le à la Caf.",
    )
    return _retour(request, objet.utilisateur_id)


def _page(request: Requete, personne: Utilisateur) -> HttpResponse:
    acteur: Acteur = request.acteur
    droits = droits_visibles(acteur).filter(utilisateur=personne)
    actes = ActeHabilitation.objects.visibles_par(acteur).filter(utilisateur=personne)
    lus = pour_un_acte(droits).order_by("gestionnaire__nom", "gestionnaire", "role", "pk")
    contexte = {
        "personne": personne,
        "les_miens": personne == acteur.utilisateur,
        "chez": droits_de(
            lus, actes.select_related("gestionnaire", "caf", "document"), acteur.jour
        ),
        "gere_des_droits": acteur.gere_des_droits,
    }
    return render(request, "habilitations/droits.html", contexte)


def _retour(request: Requete, utilisateur_id: int) -> HttpResponse:
    if utilisateur_id == request.acteur.utilisateur.pk:
        return redirect("habilitations:mes_droits")
    return redirect("habilitations:droits_personne", pk=utilisateur_id)
