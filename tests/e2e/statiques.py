"""What serves the journeys: static files, axe among them for these alone, and room to answer."""

from collections.abc import Iterator

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from portal.memoire import a_l_aise
from tests.e2e.regard import ADRESSE, AXE


@pytest.fixture(scope="session", autouse=True)
def statiques_gardes() -> Iterator[None]:
    """The browser keeps them, as it does in production, where their names carry a hash."""
    servir = StaticFilesHandler.serve

    def servir_longtemps(handler: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
        if request.path == ADRESSE:
            reponse: HttpResponseBase = HttpResponse(AXE.axe_script, content_type="text/javascript")
        else:
            reponse = servir(handler, request)
        reponse["Cache-Control"] = "max-age=3600"
        return reponse

    with pytest.MonkeyPatch.context() as remplacement:
        remplacement.setattr(StaticFilesHandler, "serve", servir_longtemps)
        yield


@pytest.fixture(scope="session", autouse=True)
def serveur_a_l_aise() -> Iterator[None]:
    """Its threads have the room that those of production have."""
    repondre = ThreadedWSGIServer.process_request_thread

    def repondre_a_l_aise(serveur: ThreadedWSGIServer, *demande: object) -> None:
        a_l_aise(repondre, serveur, *demande)

    with pytest.MonkeyPatch.context() as remplacement:
        remplacement.setattr(ThreadedWSGIServer, "process_request_thread", repondre_a_l_aise)
        yield
