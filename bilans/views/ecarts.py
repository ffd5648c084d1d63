"""Gaps between bilans and declarations, over what an adviser follows."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bilans.models import Bilan
from bilans.regles.etats import CHEZ_LA_CAF, Etat
from declarations.presentation.suivi import a_un_portefeuille
from declarations.services.ecarts_transmis import chiffres_en_desaccord, ecarts_transmis
from declarations.views.acces import exiger_instructeur
from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.dossiers.models import Dossier, DossierQuerySet

PAR_PAGE = 50


@require_safe
def ecarts(request: Requete) -> HttpResponse:
    acteur = exiger_instructeur(request)
    demandee = request.GET.get("annee", "")
    annee = int(demandee) if demandee.isascii() and demandee.isdigit() else None
    chiffres = chiffres_en_desaccord(bilans_lus(acteur), annee)
    page = Paginator(chiffres, PAR_PAGE).get_page(request.GET.get("page"))
    contexte = {"page": page, "ecarts": ecarts_transmis(page.object_list), "annee": annee}
    return render(request, "bilans/ecarts.html", contexte)


def bilans_lus(acteur: Acteur) -> DossierQuerySet[Dossier]:
    """Bilans that their partners have sent: those of the portfolio, or of the Caf without one."""
    envoyes = Bilan.objects.filter(etat__in=CHEZ_LA_CAF | {Etat.VALIDE})
    bilans = Dossier.objects.visibles_comme_agent(acteur).filter(pk__in=envoyes.values("pk"))
    return bilans.du_portefeuille(acteur) if a_un_portefeuille(acteur) else bilans
