"""An act on a declaration, in its frame; one comes back to the file."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from declarations.services.dossier_ouvert import DossierOuvert
from declarations.services.redites import est_une_redite
from habilitations.requetes import Requete
from portal.dossiers.views.actes import PagesDesActes
from portal.socle.actes import Annonce
from portal.socle.formulaires import Acte
from portal.socle.refus import Refus

PAGES = PagesDesActes("declarations/base_dossier.html", "declarations:dossier", est_une_redite)

agir = PAGES.agir


def annoncer(dossier: DossierOuvert, *, titre: str, retour: str = "", **mots: Any) -> Annonce:
    """The words of an act on this file."""
    declaration = dossier.declaration
    return PAGES.annoncer(declaration.pk, declaration.libelle, titre=titre, retour=retour, **mots)


def mener(
    request: Requete,
    dossier: DossierOuvert,
    formulaire: Acte,
    service: Callable[..., Any],
    annonce: Annonce,
    refus: Refus | None = None,
    **lu: Any,
) -> HttpResponse:
    """Show the page of an act on a file, or carry it out; ``lu`` is for the detail it announces."""
    declaration = dossier.declaration
    cadre = {"dossier": dossier, "declaration": declaration, **lu}
    return PAGES.mener(request, declaration.pk, formulaire, service, annonce, refus, **cadre)
