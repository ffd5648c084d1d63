"""What every page needs: the main menu by kind of person, and the length of a session."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from habilitations.identites.reglages import configures
from habilitations.presence import marque
from portal.accueil.menu import Lien, Menu, compte, menu
from portal.dossiers.models.avis import combien_non_lus


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the menus, how long a session lasts, how one may log in, who is here.

    What asks the database is worked out by a page that shows it: a piece of one has no menu.
    """
    # An error page may be drawn before the middlewares that name the person.
    utilisateur = getattr(request, "user", None)
    return {
        "menu_principal": cache(lambda: _menu(request)),
        "liens_compte": cache(lambda: _compte(request)),
        "avis_non_lus": cache(lambda: _avis_non_lus(request)),
        "session_minutes": settings.SESSION_MINUTES,
        "annuaires": configures(),
        "presence": marque(utilisateur) if utilisateur else "",
    }


def _avis_non_lus(request: HttpRequest) -> int:
    """How many notices wait for this person."""
    acteur = getattr(request, "acteur", None)
    return combien_non_lus(acteur) if acteur else 0


def _menu(request: HttpRequest) -> list[Menu]:
    acteur = getattr(request, "acteur", None)
    return menu(acteur, _vue(request)) if acteur else []


def _compte(request: HttpRequest) -> list[Lien]:
    return compte(_vue(request)) if getattr(request, "acteur", None) else []


def _vue(request: HttpRequest) -> str:
    """Name of the view that answers; empty where no address matches."""
    trouvee = request.resolver_match
    return trouvee.view_name if trouvee else ""
