"""Writing in the conversation of a file, whatever its kind: what was written, or why not."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect

from habilitations.requetes import Requete
from portal.dossiers.forms import MessageForm
from portal.socle.refus import ActionRefusee, DemandeInvalide


def recevoir_message(
    request: Requete,
    ecrire: Callable[..., Any],
    afficher: Callable[[MessageForm], HttpResponse],
    retour: str,
) -> HttpResponse:
    """Write what was sent and come back to ``retour``, or show it again with what is wrong.

    ``ecrire`` is the service of a kind of file, its file already named; ``afficher`` draws the
    page of the conversation with the form as it was sent. Raises PermissionDenied when this person
    may not, or no longer, write in it.
    """
    formulaire = MessageForm.de_la_requete(request, auto_id="id_message_%s")
    if formulaire.is_valid():
        try:
            ecrire(acteur=request.acteur, **formulaire.cleaned_data)
        except ActionRefusee as refus:
            raise PermissionDenied(str(refus)) from None
        except DemandeInvalide as erreur:
            formulaire.refuser(str(erreur), erreur.champ)
        else:
            messages.success(request, "Votre message est envoyé.")
            return redirect(retour)
    return afficher(formulaire)
