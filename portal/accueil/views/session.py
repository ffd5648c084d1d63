"""Keeping a session alive."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST


@require_POST
def prolonger(request: HttpRequest) -> HttpResponse:
    """Answer nothing: any request starts the idle minutes again."""
    return HttpResponse(status=204)
