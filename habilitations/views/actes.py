"""An act on an équipement: its form, then the service, then the fiche with a message."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from habilitations.models import Equipement
from portal.socle.formulaires import Acte
from portal.socle.refus import ActionRefusee, DemandeInvalide


@dataclass(frozen=True)
class Annonce:
    """The words of an act: heading, explanation, button, and what is said once done."""

    titre: str
    texte: str
    libelle: str
    succes: str
    danger: bool = False


def mener(
    request: HttpRequest,
    equipement: Equipement,
    formulaire: Acte,
    agir: Callable[..., Any],
    annonce: Annonce,
) -> HttpResponse:
    """Show the form of an act, or carry it out with what was typed, by keyword.

    DemandeInvalide goes beside its field; a refusal is a 403, or a message on the fiche.
    """
    if formulaire.is_bound and formulaire.is_valid():
        try:
            agir(**formulaire.cleaned_data, acteur=request.acteur)
        except DemandeInvalide as erreur:
            formulaire.refuser(str(erreur), erreur.champ)
        except ObjectDoesNotExist:
            raise Http404 from None
        except ActionRefusee as erreur:
            if erreur.interdite:
                raise PermissionDenied(str(erreur)) from None
            messages.warning(request, str(erreur))
            return redirect("habilitations:equipement", pk=equipement.pk)
        else:
            messages.success(request, annonce.succes)
            return redirect("habilitations:equipement", pk=equipement.pk)
    contexte = {"equipement": equipement, "formulaire": formulaire, "annonce": annonce}
    statut = 422 if formulaire.is_bound else 200
    return render(request, "habilitations/acte.html", contexte, status=statut)


def envoye(request: HttpRequest) -> Any:
    """What was typed, None when the form is only asked for."""
    return request.POST if request.method == "POST" else None
