"""What row-level security lets an ``Acteur`` see, set around each request (decision 0069).

Wider than what lists show and pages allow: whole partners, whole Cafs. It stands behind them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.functional import SimpleLazyObject

from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.socle.portee import RIEN, Attendue, Portee, changer, courante, dans, parcourir


def portee_de(acteur: Acteur) -> Portee:
    """The scope of a person at that moment: their partners, their Cafs, what is theirs alone.

    Everything for the nation, and for the technical administration, which asks for more than
    this at its door. Who came by a personal link sees its file, whatever their account gives.
    """
    if acteur.dossier_du_lien is not None:
        return Portee(dossiers=frozenset({acteur.dossier_du_lien}))
    return Portee(
        tout=acteur.est_national or acteur.utilisateur.is_staff,
        cafs=frozenset(a.caf_id for a in acteur.affectations if a.caf_id),
        siens=frozenset(h.gestionnaire_id for h in acteur.habilitations),
        personne=acteur.utilisateur.pk,
    )


@contextmanager
def au_nom_de(acteur: Acteur) -> Iterator[None]:
    """Ask the database in the name of a person meanwhile: what a task does for somebody."""
    with dans(portee_de(acteur)):
        yield


class PorteeMiddleware:
    """Narrows what the database shows to who asks; inside that which puts ``request.acteur``.

    Nobody logged in: nothing. Pages that a secret opens say themselves what they read.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Requete) -> HttpResponse:
        request.user = SimpleLazyObject(partial(_qui, request))  # type: ignore[assignment]
        with dans(Attendue(lambda: _portee_de_la_requete(request))):
            reponse = self.get_response(request)
            if isinstance(reponse, StreamingHttpResponse) and not isinstance(reponse, FileResponse):
                reponse.streaming_content = parcourir(courante(), reponse.streaming_content)
        return reponse

    def process_view(
        self, request: Requete, vue: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> None:
        """Who comes by a personal link is known once the page is: from there on, its file.

        The scope of the others is worked out now: asked for by the first reading of the rights
        that it is made of, it would have them read twice.
        """
        if getattr(request, "par_lien", False):
            changer(portee_de(request.acteur))
        elif request.user.is_authenticated:
            courante()


def _qui(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    """Who is logged in, read as nobody: to know the scope, it would else be read twice over."""
    with dans(RIEN):
        return get_user(request)


def _portee_de_la_requete(request: Requete) -> Portee:
    """Asked for before the view, or at the first statement if one comes earlier."""
    return portee_de(request.acteur) if request.user.is_authenticated else RIEN
