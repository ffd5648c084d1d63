"""Error pages: what happened, what is not lost, and a way out.

A sentence of ours reaches the page when the exception carries one:
``raise PermissionDenied("Seul l’approbateur envoie la déclaration.")``. Django's own
messages, technical or in English, are never shown.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404

from habilitations.middleware import veut_du_json

# What get_object_or_404 says: the name of a model is nobody's business.
PHRASE_DJANGO = "matches the given query"


def requete_invalide(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400, without context: the request itself is not to be trusted; 413 when too large."""
    if isinstance(exception, RequestDataTooBig):
        contexte = {"taille_max_mo": settings.FICHIER_TAILLE_MAX // 1024**2}
        return HttpResponse(render_to_string("413.html", contexte), status=413)
    return HttpResponse(render_to_string("400.html"), status=400)


def interdit(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", {"message": _message(exception)}, status=403)


def introuvable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", {"message": _message(exception)}, status=404)


def erreur_interne(request: HttpRequest) -> HttpResponse:
    """Answer 500, without context: whatever failed could fail again."""
    return HttpResponse(render_to_string("500.html"), status=500)


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
