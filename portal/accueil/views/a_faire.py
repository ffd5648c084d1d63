"""What I have to do: the first page after login."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def a_faire(request: HttpRequest) -> HttpResponse:
    return render(request, "accueil/a_faire.html")
