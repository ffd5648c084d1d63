"""What a browser still sends is read before it is answered."""

from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse

MORCEAU = 64 * 1024  # bytes


class LireJusquAuBoutMiddleware:
    """Reads and throws away the rest of a body that nobody wanted, then lets the answer go.

    A form too large, a file sent after the end of the session: refused before it is read. Closed
    while the browser still sends, the connection would be cut, and the page that explains never
    shown. Beyond ``REQUETE_TAILLE_MAX`` it is: nobody types that.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reponse = self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            reste = settings.REQUETE_TAILLE_MAX
            with suppress(OSError):  # the browser has gone
                while reste > 0 and (morceau := request.read(MORCEAU)):
                    reste -= len(morceau)
        return reponse
