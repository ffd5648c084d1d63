"""The conversation of a bilan: reading it, writing in it."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bilans.presentation.pieces import mots_de, pieces_des_messages
from bilans.presentation.reperes import interlocuteur_de
from bilans.services.bilan_ouvert import BilanOuvert
from bilans.services.messages import ecrire_message, peut_ecrire
from bilans.services.pieces import lecteur_de_pieces
from bilans.views.chargement import charger
from habilitations.requetes import Requete
from portal.dossiers.forms import MessageForm
from portal.dossiers.par_lien import ouvert_par_lien
from portal.dossiers.presentation.messages import Papiers
from portal.dossiers.presentation.messages import conversation as lire_conversation
from portal.dossiers.services.messages import marquer_lus
from portal.dossiers.views.messages import recevoir_message

SANS_MESSAGE = "Aucun message n’a été échangé. Une question sur ce bilan ? Écrivez à la Caf ici."
SANS_MESSAGE_CAF = "Aucun message n’a été échangé avec le partenaire."


@require_http_methods(["GET", "HEAD", "POST"])
@ouvert_par_lien
def conversation(request: Requete, pk: int) -> HttpResponse:
    dossier = charger(request, pk)
    if request.method != "POST":
        return _afficher(request, dossier)
    if not peut_ecrire(dossier.acteurs):
        raise PermissionDenied("Vous lisez les messages de ce bilan sans y écrire.")
    return recevoir_message(
        request,
        partial(ecrire_message, pk),
        partial(_afficher, request, dossier),
        f"{reverse('bilans:messages', args=[pk])}#messages",
    )


def contexte_messages(
    request: Requete,
    dossier: BilanOuvert,
    *,
    tout: bool = False,
    formulaire: MessageForm | None = None,
) -> dict[str, Any]:
    """The conversation and the form to write; what is shown is read."""
    papiers = Papiers(pieces_des_messages(dossier), lecteur_de_pieces(dossier), mots_de(dossier))
    lue = lire_conversation(dossier.bilan, papiers, dossier.acteur, tout=tout)
    if lue.nouveaux and request.method == "GET":
        marquer_lus(dossier.bilan, dossier.acteur.utilisateur, lue.dernier)
    vierge = MessageForm(auto_id="id_message_%s") if peut_ecrire(dossier.acteurs) else None
    return {
        "conversation": lue,
        "adresse_messages": reverse("bilans:messages", args=[dossier.bilan.pk]),
        "aucun_message": SANS_MESSAGE_CAF if dossier.cote_caf else SANS_MESSAGE,
        "formulaire_message": formulaire or vierge,
    }


def _afficher(
    request: Requete, dossier: BilanOuvert, formulaire: MessageForm | None = None
) -> HttpResponse:
    contexte = {
        "dossier": dossier,
        "bilan": dossier.bilan,
        "interlocuteur": interlocuteur_de(dossier),
        "formulaire_lie": formulaire,
        **contexte_messages(request, dossier, tout=True, formulaire=formulaire),
    }
    return render(request, "bilans/messages.html", contexte, status=422 if formulaire else 200)
