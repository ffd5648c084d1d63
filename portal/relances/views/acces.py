"""The day asked for, and the address of its preview."""

from datetime import date, timedelta

from django.http import HttpRequest
from django.urls import reverse

HORIZON = 400


def jour_demande(request: HttpRequest, aujourdhui: date) -> date:
    """Return the day in the address: today when there is none, or when it is not to come."""
    try:
        jour = date.fromisoformat(request.GET.get("jour", ""))
    except ValueError:
        return aujourdhui
    return min(max(jour, aujourdhui), aujourdhui + timedelta(days=HORIZON))


def adresse_du_jour(jour: date) -> str:
    return f"{reverse('relances:previsions')}?jour={jour.isoformat()}"
