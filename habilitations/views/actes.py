"""An act on an équipement: the runner of all acts, in the frame of its fiche."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from habilitations.models import Equipement
from portal.socle import actes
from portal.socle.actes import Annonce
from portal.socle.formulaires import Acte


def annoncer(equipement: Equipement, **mots: Any) -> Annonce:
    """The words of an act on this équipement; one comes back to its fiche."""
    return Annonce(
        retour=reverse("habilitations:equipement", args=[equipement.pk]),
        annuler="Revenir à la fiche",
        cadre="habilitations/base_fiche.html",
        sujet=equipement.nom,
        **mots,
    )


def mener(
    request: HttpRequest,
    equipement: Equipement,
    formulaire: Acte,
    service: Callable[..., Any],
    annonce: Annonce,
    **contexte: Any,
) -> HttpResponse:
    """Show the page of an act on an équipement, or carry it out. Done twice, it changes nothing."""
    return actes.mener(request, formulaire, service, annonce, equipement=equipement, **contexte)
