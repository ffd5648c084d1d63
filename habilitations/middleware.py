"""The door: who is not logged in stays out; whoever must have a second factor sets it up first."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import resolve
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from habilitations.permissions import Acteur, doit_avoir_mfa
from habilitations.presence import est_une_sortie
from habilitations.services.alertes import signaler
from portal.socle.portee import au_nom_du_systeme

# Pages that stay open to whoever must still set up a second factor.
PAGES_LIBRES = frozenset(
    {"prolonger_session", "aide", "accessibilite", "plan_du_site", "donnees_personnelles"}
)


def veut_du_json(request: HttpRequest) -> bool:
    """Tell a script of ours, which asks for JSON and nothing else, from a page."""
    return request.headers.get("Accept", "") == "application/json"


class ConnexionObligatoireMiddleware(LoginRequiredMiddleware):
    """Asks to log in; a form sent after the end of the session gets the page that tells how.

    The login page in its place would leave nothing to come back to, and what was typed with it.
    Fragments (htmx) are still redirected: portail.js says that the session is closed. A script that
    asks for JSON (saisie/feuille.js) is told in its own language: it keeps what was typed.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: Any,
        view_kwargs: Any,
    ) -> HttpResponseBase | None:
        """Who came by a personal link is let in where a link is taken (``request.par_lien``)."""
        if getattr(request, "par_lien", False):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(  # type: ignore[override]  # Django’s own only redirects
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        if veut_du_json(request):
            return JsonResponse({"raison": "session"}, status=401)
        if est_une_sortie(request):
            return redirect(settings.LOGOUT_REDIRECT_URL)  # closed already
        if request.method == "POST" and "HX-Request" not in request.headers:
            return render(request, "erreurs/csrf.html", status=403)
        return super().handle_no_permission(request, view_func)


class MfaObligatoireMiddleware:
    """Puts ``request.acteur``, and holds back people whose second factor is still to be set up.

    A right met on the way that is not what the Caf signed is told to the Caf.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        lus: list[Acteur] = []

        def lire() -> Acteur | None:
            if not request.user.is_authenticated:
                return None
            lus.append(Acteur(request.user, timezone.now()))
            return lus[0]

        request.acteur = SimpleLazyObject(lire)  # type: ignore[attr-defined]
        try:
            return self._repondre(request)
        finally:
            with au_nom_du_systeme("dire à la Caf les droits altérés que la page a lus"):
                for acteur in lus:  # once the page is done: what it wrote does not depend on this
                    signaler(acteur)

    def _repondre(self, request: HttpRequest) -> HttpResponse:
        if settings.MFA_OBLIGATOIRE and self._doit_activer(request):
            if veut_du_json(request):
                return JsonResponse({"raison": "session"}, status=401)
            messages.warning(
                request,
                "Votre rôle demande une double authentification : "
                "activez-la pour ouvrir le portail.",
            )
            return redirect("mfa_index")
        return self.get_response(request)

    def _doit_activer(self, request: HttpRequest) -> bool:
        return (
            request.user.is_authenticated
            and not self._libre(request)
            and doit_avoir_mfa(request.acteur)  # type: ignore[attr-defined]
            and not is_mfa_enabled(request.user)
        )

    @staticmethod
    def _libre(request: HttpRequest) -> bool:
        """Account pages and static files stay open: they are the way to set the factor up."""
        if request.path_info.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
            return True
        try:
            nom = resolve(request.path_info).url_name or ""
        except Exception:  # an unknown address is answered by the 404 page
            return True
        return nom in PAGES_LIBRES or nom.startswith(("account_", "mfa_", "sante"))
