"""Error pages: what happened, what is not lost, and a way out.

A sentence of ours reaches the page when the exception carries one:
``raise PermissionDenied("Seul l’approbateur envoie la déclaration.")``. Django's own
messages, technical or in English, are never shown.

What a form had sent is given back where nothing of it is kept: something it was about is gone, or a
role, in another tab (``portal.socle.ecrits``).

A script that asks for JSON gets ``{"raison": …, "message": …}``: by its ``raison`` it tells an
answer of the portal from that of a proxy in between (static/saisie/reponses.js).
"""

import random
import sys

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404

from habilitations.middleware import veut_du_json
from habilitations.presence import marque
from portal.socle.ecrits import ecrits_de

# Seconds before coming back, drawn at random: not all at the same moment.
REVENIR_DANS = (10, 30)
# The database, or what counts the attempts to log in, without which nobody may try; absent or full.
PANNES = (OperationalError, redis.ConnectionError, redis.TimeoutError, redis.OutOfMemoryError)
# What get_object_or_404 says: the name of a model is nobody's business.
PHRASE_DJANGO = "matches the given query"


def requete_invalide(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400, without context: the request itself is not to be trusted.

    413 when too large; when the session was ended meanwhile, what tells to log in again.
    """
    if isinstance(exception, SessionInterrupted):
        return session_terminee(request)
    if isinstance(exception, RequestDataTooBig):
        if veut_du_json(request):
            return JsonResponse({"raison": "taille"}, status=413)
        contexte = {"taille_max_mo": settings.FICHIER_TAILLE_MAX // 1024**2}
        return HttpResponse(render_to_string("413.html", contexte), status=413)
    if veut_du_json(request):
        return JsonResponse({"raison": "requete"}, status=400)
    return HttpResponse(render_to_string("400.html"), status=400)


def session_terminee(request: HttpRequest) -> HttpResponse:
    """The session was ended while this very request was under way: elsewhere, or by its own term.

    Django says so once the view has answered: what was asked may be done. A script sends again,
    which changes nothing twice; a reading starts again; a form says to look before sending again.
    """
    if veut_du_json(request):
        return JsonResponse({"raison": "session"}, status=401)
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    # Words are private: the page says whose they are (static/presence.js), as any other does.
    presence = marque(request.user) if hasattr(request, "user") else ""
    contexte = {"ecrits": ecrits_de(request), "presence": presence}
    return HttpResponse(render_to_string("erreurs/session.html", contexte), status=403)


def interdit(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    message = _message(exception)
    if veut_du_json(request):
        return JsonResponse({"raison": "droits", "message": message}, status=403)
    contexte = {"message": message, "ecrits": ecrits_de(request)}
    return render(request, "403.html", contexte, status=403)


def introuvable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    message = _message(exception)
    if veut_du_json(request):
        return JsonResponse({"raison": "introuvable", "message": message}, status=404)
    contexte = {"message": message, "ecrits": ecrits_de(request)}
    return render(request, "404.html", contexte, status=404)


def erreur_interne(request: HttpRequest) -> HttpResponse:
    """Answer 500, without context: whatever failed could fail again.

    503 when it is the database or Redis that does not answer: nothing is wrong with the request.
    """
    if isinstance(sys.exc_info()[1], PANNES):
        return indisponible(request)
    if veut_du_json(request):
        return JsonResponse({"raison": "panne"}, status=500)
    return HttpResponse(render_to_string("500.html"), status=500)


def indisponible(request: HttpRequest) -> HttpResponse:
    """A server that the portal needs is out of reach, or gave a statement up: to be tried again."""
    if veut_du_json(request):
        reponse: HttpResponse = JsonResponse({"raison": "indisponible"}, status=503)
    else:
        reponse = HttpResponse(render_to_string("503.html"), status=503)
    reponse["Retry-After"] = str(random.randint(*REVENIR_DANS))  # noqa: S311 (not a secret)
    return reponse


@login_not_required
def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent from a page older than the session (settings.CSRF_FAILURE_VIEW)."""
    if veut_du_json(request):
        return JsonResponse({"raison": "session"}, status=401)
    return render(request, "erreurs/csrf.html", status=403)


def _message(exception: Exception | None) -> str:
    if not exception or not exception.args or isinstance(exception, Resolver404):
        return ""
    phrase = exception.args[0]
    if not isinstance(phrase, str):
        return ""
    return "" if isinstance(exception, Http404) and PHRASE_DJANGO in phrase else phrase
