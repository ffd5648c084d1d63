"""An act on a bilan, in its frame; one comes back to its answers."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from bilans.services.bilan_ouvert import BilanOuvert
from bilans.services.redites import est_une_redite
from habilitations.requetes import Requete
from portal.dossiers.views.actes import PagesDesActes
from portal.socle.actes import Annonce
from portal.socle.formulaires import Acte
from portal.socle.refus import Refus

CADRE = "bilans/base_bilan.html"
PAGES = PagesDesActes(CADRE, "bilans:lecture", est_une_redite)

agir = PAGES.agir


def annoncer(dossier: BilanOuvert, *, titre: str, retour: str = "", **mots: Any) -> Annonce:
    """The words of an act on this bilan."""
    bilan = dossier.bilan
    return PAGES.annoncer(bilan.pk, bilan.libelle, titre=titre, retour=retour, **mots)


def mener(
    request: Requete,
    dossier: BilanOuvert,
    formulaire: Acte,
    service: Callable[..., Any],
    annonce: Annonce,
    refus: Refus | None = None,
    **lu: Any,
) -> HttpResponse:
    """Show the page of an act on a bilan, or carry it out; ``lu`` is for its page."""
    bilan = dossier.bilan
    cadre = {"dossier": dossier, "bilan": bilan, **lu}
    return PAGES.mener(request, bilan.pk, formulaire, service, annonce, refus, **cadre)
