"""The mailbox of the demonstration: every e-mail, whoever it is to. It exists nowhere else.

Open without login: a lost password is asked for before one logs in.
"""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from portal.socle.models import Courriel
from portal.socle.portee import au_nom_du_systeme

PAR_PAGE = 25
# An e-mail is shown as a mail reader does: its own style, nothing fetched, nothing executed.
POLITIQUE = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "form-action": [NONE],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


@require_safe
@login_not_required
@au_nom_du_systeme("la boîte de la démonstration, ouverte à tous")
def boite(request: HttpRequest) -> HttpResponse:
    _exiger_demonstration()
    courriels = Courriel.objects.defer("texte", "html", "echecs")
    page = Paginator(courriels, PAR_PAGE).get_page(request.GET.get("page"))
    return render(request, "socle/boite.html", {"page": page})


@require_safe
@login_not_required
@au_nom_du_systeme("la boîte de la démonstration, ouverte à tous")
def courriel(request: HttpRequest, pk: int) -> HttpResponse:
    _exiger_demonstration()
    contexte = {"courriel": get_object_or_404(Courriel, pk=pk)}
    return render(request, "socle/courriel.html", contexte)


@require_safe
@login_not_required
@xframe_options_sameorigin
@csp(POLITIQUE)  # type: ignore[arg-type]  # its types know of views without arguments only
@au_nom_du_systeme("la boîte de la démonstration, ouverte à tous")
def html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML of an e-mail, alone in its frame."""
    _exiger_demonstration()
    contenu = get_object_or_404(Courriel, pk=pk).html
    if not contenu:
        raise Http404("Ce courriel n’a pas de version HTML.")
    return HttpResponse(contenu)


def _exiger_demonstration() -> None:
    if not settings.DEMO:
        raise Http404
