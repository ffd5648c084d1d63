"""The static files of the journeys; axe is one of them, for these alone."""

from collections.abc import Iterator

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

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
