"""An act on a bilan: the runner of all acts, with the frame, the address and the second clicks."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from bilans.services.bilan_ouvert import BilanOuvert
from bilans.services.redites import est_une_redite
from portal.socle import actes
from portal.socle.actes import Annonce
from portal.socle.formulaires import Acte
from portal.socle.refus import ActionRefusee, Refus

CADRE = "bilans/base_bilan.html"


def annoncer(dossier: BilanOuvert, *, titre: str, retour: str = "", **mots: Any) -> Annonce:
    """The words of an act on this bilan, in its frame; one comes back to its answers."""
    return Annonce(
        titre=titre,
        retour=retour or reverse("bilans:lecture", args=[dossier.bilan.pk]),
        cadre=CADRE,
        sujet=dossier.bilan.libelle,
        **mots,
    )


def agir(
    request: HttpRequest, pk: int, service: Callable[..., Any], *, succes: str, retour: str = ""
) -> HttpResponse:
    """Carry out an act of one button on a bilan; a second click reads that it is done."""
    return actes.agir(
        request,
        partial(service, pk),
        succes=succes,
        retour=retour or reverse("bilans:lecture", args=[pk]),
        redite=_redite(request, pk),
    )


def mener(
    request: HttpRequest,
    dossier: BilanOuvert,
    formulaire: Acte,
    service: Callable[..., Any],
    annonce: Annonce,
    refus: Refus | None = None,
) -> HttpResponse:
    """Show the page of an act on a bilan, or carry it out: ``service`` knows which bilan."""
    return actes.mener(
        request,
        formulaire,
        service,
        annonce,
        refus=refus,
        redite=_redite(request, dossier.bilan.pk),
        dossier=dossier,
        bilan=dossier.bilan,
    )


def _redite(request: HttpRequest, pk: int) -> Callable[[ActionRefusee, str], bool]:
    def redite(refus: ActionRefusee, motif: str) -> bool:
        return est_une_redite(pk, refus, acteur=request.acteur, motif=motif)

    return redite
