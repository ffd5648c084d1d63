"""What the technical log says of each request: who, from where, what, how it ended."""

import structlog
from allauth.account.adapter import get_adapter
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware


class RequeteMiddleware(RequestMiddleware):
    """That of django-structlog, which believes a browser no more than the rest of the portal."""

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
