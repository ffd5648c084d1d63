"""What every page needs: the main menu by kind of person, and the length of a session."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from habilitations.permissions import Acteur


@dataclass(frozen=True)
class Lien:
    """A link of the main menu."""

    libelle: str
    adresse: str
    actif: bool


def _tous(acteur: Acteur) -> bool:
    return True


def _technique(acteur: Acteur) -> bool:
    return acteur.utilisateur.is_staff


# Label, view, who sees it. In the order of the menu.
MENU: tuple[tuple[str, str, Callable[[Acteur], bool]], ...] = (
    ("À faire", "accueil:a_faire", _tous),
    ("Aide", "accueil:aide", _tous),
    ("Administration", "admin:index", _technique),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``liens_navigation`` and ``session_minutes``."""
    return {
        "liens_navigation": _liens(request),
        "session_minutes": settings.SESSION_MINUTES,
    }


def _liens(request: HttpRequest) -> list[Lien]:
    # An error page may be drawn before the middlewares that name the person.
    acteur = getattr(request, "acteur", None)
    if not acteur:
        return []
    liens = []
    for libelle, vue, visible in MENU:
        if visible(acteur):
            adresse = reverse(vue)
            liens.append(Lien(libelle, adresse, request.path.startswith(adresse)))
    return liens
