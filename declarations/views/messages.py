"""The conversation of a file: reading it all, writing in it."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from declarations.presentation.contacts import interlocuteur_de
from declarations.services.dossier_ouvert import DossierOuvert
from declarations.services.messages import ecrire_message, peut_ecrire
from declarations.views.chargement import charger
from declarations.views.echanges import contexte_messages
from habilitations.requetes import Requete
from portal.dossiers.forms import MessageForm
from portal.dossiers.presentation.pieces import pieces_lisibles
from portal.dossiers.views.messages import recevoir_message


@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: Requete, pk: int) -> HttpResponse:
    dossier = charger(request, pk)
    if request.method != "POST":
        return _afficher(request, dossier)
    if not peut_ecrire(dossier.acteur, dossier.acteurs, dossier.declaration):
        raise PermissionDenied("Vous lisez les messages de ce dossier sans y écrire.")
    return recevoir_message(
        request,
        partial(ecrire_message, pk),
        partial(_afficher, request, dossier),
        f"{reverse('declarations:dossier', args=[pk])}#messages",
    )


def _afficher(
    request: Requete, dossier: DossierOuvert, formulaire: MessageForm | None = None
) -> HttpResponse:
    lisibles = pieces_lisibles(dossier.declaration, dossier.lecteur_de_pieces)
    contexte = {
        "dossier": dossier,
        "declaration": dossier.declaration,
        "interlocuteur": interlocuteur_de(dossier),
        "formulaire_lie": formulaire,
        **contexte_messages(request, dossier, lisibles, tout=True, formulaire=formulaire),
    }
    statut = 422 if formulaire else 200
    return render(request, "declarations/messages.html", contexte, status=statut)
