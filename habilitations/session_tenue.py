"""A session that lasts while somebody is there, without a write at each request.

Ten people who type save a field every few seconds: to start their idle minutes again each time cost
as many writes as their figures. The session remembers when it was last renewed, and is written
again after SESSION_RENOUVELEE seconds only. It lives that much longer than the idle minutes told to
people, so that nobody is ever put out before their time.
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from habilitations.services.connexions import tenir

CLE = "renouvelee"


class SessionTenueMiddleware:
    """Renews the session of somebody logged in, now and then; inside that of the sessions."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reponse = self.get_response(request)
        session = request.session
        if reponse.status_code >= 500:
            return reponse  # the database may be what failed: it is not asked again
        if session.accessed and SESSION_KEY in session:
            maintenant = int(time.time())
            if abs(maintenant - session.get(CLE, 0)) >= settings.SESSION_RENOUVELEE:
                if CLE in session:  # a login has just written it down
                    tenir(request)
                session[CLE] = maintenant
        return reponse
