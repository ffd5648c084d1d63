"""Probes for whoever watches the service: no login, no session, no detail, plain HTTP allowed."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.socle.sante import est_pret


@require_safe
@never_cache
@login_not_required
def vivant(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is looked at: restarting it would not mend a database."""
    return _reponse("vivant", 200)


@require_safe
@never_cache
@login_not_required
def pret(request: HttpRequest) -> HttpResponse:
    """The process, its database and its queue can serve people: 200, else 503."""
    return _reponse("prêt", 200) if est_pret() else _reponse("pas prêt", 503)


def _reponse(mot: str, code: int) -> HttpResponse:
    return HttpResponse(f"{mot}\n", content_type="text/plain; charset=utf-8", status=code)
