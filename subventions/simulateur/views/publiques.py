"""The simulator open to all, on the national barème: nothing is kept, nobody logs in.

Figures are posted, so that no address nor log holds them. The form changes nothing and reads
no session: it needs no token, hence no cookie.
"""

from dataclasses import replace

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from habilitations.regles.exercices import exercice_du, libelle_exercice
from portal.socle.cadence import depasse
from portal.socle.telechargements import JAMAIS_GARDE
from subventions.referentiels import plan_comptable, profils_acomptes
from subventions.regles.parametres import DISPOSITIFS
from subventions.simulateur.forms.scenarios import Page, premiere
from subventions.simulateur.presentation.accueil import choix_publics
from subventions.simulateur.presentation.page import dessin
from subventions.simulateur.presentation.resultats import premier_mois
from subventions.simulateur.regles.structure import Feuillet
from subventions.simulateur.regles.tresorerie import hypotheses
from subventions.simulateur.services.calculs import Simulee, calculer

PAR_MINUTE = 60
TROP_SOUVENT = "Trop de simulations ont été demandées d’ici : réessayez dans une minute."


@require_safe
@login_not_required
def choisir(request: HttpRequest) -> HttpResponse:
    """What may be simulated, and whether its national barème is published."""
    jour = timezone.localdate()
    contexte = {"choix": choix_publics(jour)}
    return render(request, "subventions/simulateur/choisir.html", contexte)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def simuler(request: HttpRequest, dispositif: str) -> HttpResponse:
    """The form, then the same form with what it gives."""
    if dispositif not in DISPOSITIFS:
        raise Http404("Ce dispositif n’existe pas.")
    courant = exercice_du(dispositif, timezone.localdate())
    annee = _annee(request, courant)
    feuillet = premiere(Feuillet(dispositif, annee, plan_comptable(), ()))
    autres = hypotheses(profils_acomptes(), premier_mois(feuillet), annee)
    if request.method != "POST":
        return _page(request, Page(feuillet, autres), courant)
    if depasse(request, "simulateur", PAR_MINUTE):
        return _page(request, Page.lue(feuillet, autres, request.POST), courant, 429)
    page = Page.lue(feuillet, autres, request.POST)
    simulee = calculer(page.feuillet, page.valeurs, None)
    page = replace(page, erreurs={**simulee.erreurs, **page.erreurs})
    return _page(request, page, courant, 422 if page.erreurs else 200, simulee)


def _annee(request: HttpRequest, courant: int) -> int:
    """The exercice asked for, among those one may simulate; else that under way."""
    brut = request.POST.get("annee", "")
    admises = {str(annee): annee for annee in _annees(courant)}
    return admises.get(brut, courant)


def _annees(courant: int) -> tuple[int, ...]:
    return (courant - 1, courant, courant + 1)


def _page(
    request: HttpRequest,
    page: Page,
    courant: int,
    statut: int = 200,
    simulee: Simulee | None = None,
) -> HttpResponse:
    feuillet = page.feuillet
    contexte = {
        "dispositif": feuillet.dispositif,
        "titre_dispositif": DISPOSITIFS[feuillet.dispositif],
        "exercice": libelle_exercice(feuillet.dispositif, feuillet.annee),
        "annees": [(a, libelle_exercice(feuillet.dispositif, a)) for a in _annees(courant)],
        **dessin(feuillet, page.autres, page.valeurs, page.reste, simulee),
        "trop_souvent": TROP_SOUVENT if statut == 429 else "",
    }
    reponse = render(request, "subventions/simulateur/public.html", contexte, status=statut)
    reponse["Cache-Control"] = JAMAIS_GARDE
    return reponse
