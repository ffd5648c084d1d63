"""Pages and acts at one partner: loaded in scope, and led in the frame of its page."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from habilitations.models import Adhesion
from habilitations.models.actes import geres_par
from habilitations.permissions import Acteur
from habilitations.services.accord import est_responsable
from portal.socle import actes
from portal.socle.actes import Annonce, interdire
from portal.socle.formulaires import Acte
from portal.socle.refus import ROLE, Refus

CAF_SEULE = Refus(ROLE, "Seul le responsable des habilitations de la Caf fait cela.")


def charger_partenaire(acteur: Acteur, pk: int) -> Adhesion:
    """A partner whose rights this person looks after; anything else is a 404."""
    bases = Adhesion.objects.filter(geres_par(acteur)).select_related("caf", "gestionnaire", "cle")
    base = bases.filter(pk=pk).first()
    if base is None:
        raise Http404("Ce partenaire n’existe pas, ou vous ne gérez pas ses droits.")
    return base


def charger_pour_la_caf(acteur: Acteur, pk: int) -> Adhesion:
    """Same, for the responsable of its Caf; 403 for the partner's own."""
    base = charger_partenaire(acteur, pk)
    exiger_la_caf(base.caf_id, acteur)
    return base


def exiger_la_caf(caf_id: int, acteur: Acteur) -> None:
    if not est_responsable(caf_id, acteur):
        interdire(CAF_SEULE)


def annoncer(base: Adhesion, **mots: Any) -> Annonce:
    """The words of an act at this partner; one comes back to its page."""
    return Annonce(
        retour=reverse("habilitations:partenaire", args=[base.pk]),
        cadre="habilitations/base_partenaire.html",
        sujet=base.gestionnaire.nom,
        **mots,
    )


def mener(
    request: HttpRequest,
    base: Adhesion,
    formulaire: Acte,
    service: Callable[..., Any],
    annonce: Annonce,
    refus: Refus | None = None,
) -> HttpResponse:
    """Show the page of an act at a partner, or carry it out. Done twice, it changes nothing."""
    return actes.mener(request, formulaire, service, annonce, refus=refus, base=base)
