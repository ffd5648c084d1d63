"""An act on a declaration: the runner of all acts, with the frame, the address and the second
clicks of a file."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from declarations.services.dossier_ouvert import DossierOuvert
from declarations.services.redites import est_une_redite
from portal.socle import actes
from portal.socle.actes import Annonce
from portal.socle.formulaires import Acte
from portal.socle.refus import ActionRefusee, Refus


def annoncer(page: DossierOuvert, *, titre: str, retour: str = "", **mots: Any) -> Annonce:
    """The words of an act on this file, in its frame; one comes back to the file itself."""
    return Annonce(
        titre=titre,
        retour=retour or reverse("declarations:dossier", args=[page.declaration.pk]),
        cadre="declarations/base_dossier.html",
        sujet=page.declaration.libelle,
        **mots,
    )


def agir(
    request: HttpRequest,
    pk: int,
    service: Callable[..., Any],
    *args: Any,
    succes: str,
    retour: str = "",
) -> HttpResponse:
    """Carry out an act of one button on a file; a second click reads that it is done."""
    return actes.agir(
        request,
        partial(service, pk, *args),
        succes=succes,
        retour=retour or reverse("declarations:dossier", args=[pk]),
        redite=_redite(request, pk),
    )


def mener(
    request: HttpRequest,
    page: DossierOuvert,
    formulaire: Acte,
    service: Callable[..., Any],
    annonce: Annonce,
    refus: Refus | None = None,
) -> HttpResponse:
    """Show the page of an act on a file, or carry it out: ``service`` knows which file."""
    return actes.mener(
        request,
        formulaire,
        service,
        annonce,
        refus=refus,
        redite=_redite(request, page.declaration.pk),
        page=page,
        declaration=page.declaration,
    )


def _redite(request: HttpRequest, pk: int) -> Callable[[ActionRefusee, str], bool]:
    def redite(refus: ActionRefusee, motif: str) -> bool:
        return est_une_redite(pk, refus, acteur=request.acteur, motif=motif)

    return redite
