"""What a browser keeps of private pages, and whom it may show them to (docs/decisions/0017).

Each private page carries the mark of the person it was drawn for; a cookie that scripts read
carries that of the person who is there. ``static/presence.js`` shows nothing where the two differ.
The mark outlives an expired session, whose pages stay with the person who typed in them; logging
out takes it away, and so does the login of somebody else.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from habilitations.models import Utilisateur
from portal.socle.telechargements import JAMAIS_GARDE

COOKIE = "portail-presence"
# Firefox asks the server again at « Back » for « no-cache » as for « no-store », not for this.
RENDU_PAR_PRECEDENT = "private, max-age=0"
# Not "storage": what others typed on this computer and could not send yet waits there for them.
OUBLIER = '"cache"'
SORTIES = frozenset({"account_logout", "admin:logout"})
SAISIE = re.compile(
    rb"<textarea\b|<input\b[^>]*\btype=[\"'](?:text|number|email|tel|url|date|search)[\"']"
)


def marque(utilisateur: Utilisateur | AnonymousUser) -> str:
    """Mark of a person, the same at each login, that tells nothing of them; "" for nobody."""
    if not utilisateur.is_authenticated:
        return ""
    return salted_hmac("habilitations.presence", str(utilisateur.pk)).hexdigest()[:32]


def oublier(reponse: HttpResponse) -> HttpResponse:
    """Tell the browser that the person has left: no mark any more, nothing kept of their pages."""
    reponse.delete_cookie(COOKIE, samesite="Lax")
    reponse["Clear-Site-Data"] = OUBLIER
    return reponse


class PresenceMiddleware:
    """Says who is there, and what of a private answer the browser may keep.

    Outside that of the sessions, which has its say on the same headers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reponse = self.get_response(request)
        sortie = est_une_sortie(request)
        if reponse.status_code >= 500 or not (sortie or _quelqu_un_est_lu(request)):
            return reponse
        presente = marque(request.user)
        if presente:
            _noter(request, reponse, presente)
        elif sortie:
            oublier(reponse)
        if (presente or sortie) and not reponse.has_header("Cache-Control"):
            dire_quoi_garder(reponse)
        return reponse


def est_une_sortie(request: HttpRequest) -> bool:
    """Tell whether somebody leaves, be their session over already: they are done here."""
    route = request.resolver_match
    return request.method == "POST" and route is not None and route.view_name in SORTIES


def _quelqu_un_est_lu(request: HttpRequest) -> bool:
    """Tell whether the answer may depend on who asks: else nothing in it is private."""
    return hasattr(request, "user") and request.session.accessed


def dire_quoi_garder(reponse: HttpResponse) -> None:
    """Nothing, but for text to give back.

    Chromium would ask again for a page that varies by cookie: the end of a session removes its own.
    """
    if not _se_saisit(reponse):
        reponse["Cache-Control"] = JAMAIS_GARDE
        return
    reponse["Cache-Control"] = RENDU_PAR_PRECEDENT
    variantes = [v.strip() for v in reponse.get("Vary", "").split(",")]
    reponse["Vary"] = ", ".join(v for v in variantes if v and v != "Cookie")
    if not reponse["Vary"]:
        del reponse["Vary"]


def _noter(request: HttpRequest, reponse: HttpResponse, presente: str) -> None:
    """Write the mark where it is not yet; of whoever was there before, nothing is kept."""
    notee = request.COOKIES.get(COOKIE, "")
    if notee == presente:
        return
    reponse.set_cookie(COOKIE, presente, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")
    if notee:
        reponse["Clear-Site-Data"] = OUBLIER


def _se_saisit(reponse: HttpResponse) -> bool:
    """Tell whether a page has a form with text to type, which « Back » must give back.

    Searches (``method="get"``), passwords and files are not given back.
    """
    if reponse.streaming or not reponse.get("Content-Type", "").startswith("text/html"):
        return False
    for morceau in reponse.content.split(b"<form")[1:]:
        balise, _, suite = morceau.partition(b">")
        if b'method="post"' in balise.lower() and SAISIE.search(suite.partition(b"</form>")[0]):
            return True
    return False
