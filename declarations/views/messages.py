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
    page = charger(request, pk)
    if request.method != "POST":
        return _afficher(request, page)
    if not peut_ecrire(page.acteur, page.acteurs, page.declaration):
        raise PermissionDenied("Vous lisez les messages de ce dossier sans y écrire.")
    return recevoir_message(
        request,
        partial(ecrire_message, pk),
        partial(_afficher, request, page),
        f"{reverse('declarations:dossier', args=[pk])}#messages",
    )


def _afficher(
    request: Requete, page: DossierOuvert, formulaire: MessageForm | None = None
) -> HttpResponse:
    lisibles = pieces_lisibles(page.declaration, page.lecteur_de_pieces)
    contexte = {
        "page": page,
        "declaration": page.declaration,
        "interlocuteur": interlocuteur_de(page),
        "formulaire_lie": formulaire,
        **contexte_messages(request, page, lisibles, tout=True, formulaire=formulaire),
    }
    statut = 422 if formulaire else 200
    return render(request, "declarations/messages.html", contexte, status=statut)
