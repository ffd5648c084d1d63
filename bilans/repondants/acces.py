"""Who comes by a link: what their session keeps, and the pages that take it (decision 0039)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from bilans.models import Repondant
from habilitations.presence import dire_quoi_garder
from portal.dossiers.par_lien import ActeurParLien
from portal.socle.portee import au_nom_du_systeme

CLE = "repondants"
# Bilans that one browser may hold open: who answers for many communes loses the oldest.
OUVERTS_MAX = 50


def ouvrir_session(request: HttpRequest, repondant: Repondant) -> None:
    """Note in the session who came by their link; the session is another one from now on.

    Who answers for several communes keeps them open side by side, each by its own link.
    """
    request.session.cycle_key()
    ouverts = {**request.session.get(CLE, {})}
    bilan = str(repondant.bilan_id)
    ouverts.pop(bilan, None)
    ouverts[bilan] = [repondant.pk, repondant.serie]
    request.session[CLE] = dict(list(ouverts.items())[-OUVERTS_MAX:])


class RepondantMiddleware:
    """Gives ``request.acteur`` to who came by a link, on the pages that take one.

    Before that which asks to log in. A link revoked, replaced or over since opens nothing more.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reponse = self.get_response(request)
        if getattr(request, "par_lien", False) and not reponse.has_header("Cache-Control"):
            dire_quoi_garder(reponse)
        return reponse

    def process_view(
        self, request: HttpRequest, vue: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> None:
        if not getattr(vue, "par_lien", False) or request.user.is_authenticated:
            return
        repondant = repondant_de(request, kwargs.get("pk"))
        if repondant is not None:
            acteur = ActeurParLien(repondant.utilisateur, timezone.now(), repondant.bilan_id)
            vars(request).update(par_lien=True, acteur=acteur)


@au_nom_du_systeme("savoir qui est venu par un lien")
def repondant_de(request: HttpRequest, bilan_id: int | None) -> Repondant | None:
    """Return who came by a link still good on that day, None otherwise.

    On the page of a bilan, who came for that one; by the last link opened when it opens none of it,
    so that it does not exist for them.
    """
    ouverts = request.session.get(CLE) or {}
    valables = Repondant.objects.valables(timezone.localdate()).select_related("utilisateur")
    siens = ouverts.get(str(bilan_id))
    for pk, serie in [siens] if siens else reversed(ouverts.values()):
        repondant = valables.filter(pk=pk, serie=serie).first()
        if repondant is not None:
            return repondant
    return None
