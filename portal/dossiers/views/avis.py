"""What a person was told of their files, latest first."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from habilitations.requetes import Requete
from portal.dossiers.models import Avis
from portal.dossiers.services import nouvelles
from portal.socle.francais import compter

AVIS_PAR_PAGE = 25


@require_safe
def avis(request: Requete) -> HttpResponse:
    """The notices of a person, by pages: the count, one page, nothing more."""
    leurs = Avis.objects.de(request.acteur)
    page = Paginator(leurs, AVIS_PAR_PAGE).get_page(request.GET.get("page"))
    dernier = max((un.pk for un in page), default=0)
    reponse = render(request, "dossiers/avis.html", {"page": page, "dernier": dernier})
    nouvelles.marquer_vus(page.object_list, request.acteur)
    return reponse


@require_POST
def tout_lu(request: Requete) -> HttpResponse:
    """Note as read all those told when the page was drawn; those told since stay unread."""
    jusqu_a = request.POST.get("jusqu_a", "")
    combien = 0
    if jusqu_a.isascii() and jusqu_a.isdigit() and len(jusqu_a) < 19:
        combien = nouvelles.tout_marquer_lu(request.acteur, int(jusqu_a))
    if combien:
        messages.success(request, f"{compter(combien, 'avis', 'avis')} : marqué comme lu.")
    return redirect("dossiers:avis")
