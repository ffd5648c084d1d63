"""What is said of each request: in the technical log and in the figures of the watch.

The log tells ids, never a name nor a figure: the person's, those of the address (a declaration, a
bilan), that of the request. What follows the « ? » of an address is what somebody searched: it is
told nowhere.
"""

import time
from collections.abc import Callable
from typing import Any

import structlog
from allauth.account.adapter import get_adapter
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django_structlog.middlewares import RequestMiddleware

from portal.socle.mesures.compteurs import compter_requete


class MesureMiddleware:
    """The first of all: it counts each answer, with the time that the whole took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        debut = time.perf_counter()
        reponse = self.get_response(request)
        vue = request.resolver_match.view_name if request.resolver_match else ""
        duree = time.perf_counter() - debut
        compter_requete(vue, request.method or "", reponse.status_code, duree)
        return reponse


class RequeteMiddleware(RequestMiddleware):
    """That of django-structlog, which believes a browser no more than the rest of the portal."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """The method and the address, without what was searched."""
        return f"{request.method} {request.path}"

    def process_view(
        self, request: HttpRequest, vue: Callable[..., Any], args: Any, kwargs: dict[str, Any]
    ) -> None:
        """Every later line of this request names its view, and the rows that its address names."""
        ids = {nom: valeur for nom, valeur in kwargs.items() if isinstance(valeur, int)}
        nom = request.resolver_match.view_name if request.resolver_match else ""
        structlog.contextvars.bind_contextvars(vue=nom, **({"ids": ids} if ids else {}))

    @classmethod
    def bind_ip(cls, request: HttpRequest) -> None:
        """The address that limits count by: not what the browser claims about itself."""
        try:
            adresse = get_adapter().get_client_ip(request)
        except PermissionDenied:  # none could be told
            adresse = None
        structlog.contextvars.bind_contextvars(ip=adresse)

    def _process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A database that is down is not asked who the person is.

        It has just been waited for in vain: the page would wait as long once more.
        """
        if isinstance(exception, OperationalError) and not hasattr(request, "_cached_user"):
            request.user = AnonymousUser()
        super()._process_exception(request, exception)
