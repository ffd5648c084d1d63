"""A Caf’s projections: what another barème would cost, its progress, its totals, its export."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from habilitations.models import Caf, Portefeuille
from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.permissions import Acteur
from habilitations.regles.exercices import exercice_du, libelle_exercices
from habilitations.requetes import Requete
from portal.socle.telechargements import a_enregistrer
from subventions.models import Projection
from subventions.regles.parametres import DIAGNOSTIC, DISPOSITIFS
from subventions.services.baremes import bareme_applicable
from subventions.simulateur.exports.projections import archive, classeur
from subventions.simulateur.forms.projections import ProjectionForm
from subventions.simulateur.presentation.projections import lire
from subventions.simulateur.services import projections as service

RESERVE_A_LA_CAF = "Les projections se demandent à la Caf."
# No right is opened for a diagnostic: there is nothing to project.
PROJETES = {code: nom for code, nom in DISPOSITIFS.items() if code != DIAGNOSTIC}
TOUS = "tous"
EXERCICES_PASSES = 3


def _instructeur(request: Requete) -> Acteur:
    acteur: Acteur = request.acteur
    if not acteur.est_instructeur:
        raise PermissionDenied(RESERVE_A_LA_CAF)
    return acteur


def _charger(request: Requete, pk: int) -> Projection:
    visibles = Projection.objects.visibles_par(_instructeur(request))
    projection: Projection | None = (
        visibles.select_related("caf", "portefeuille").filter(pk=pk).first()
    )
    if projection is None:
        raise Http404("Cette projection n’existe pas, ou elle n’est pas la vôtre.")
    return projection


@require_safe
def liste(request: Requete) -> HttpResponse:
    acteur = _instructeur(request)
    siennes = Projection.objects.visibles_par(acteur).select_related("caf", "portefeuille")[:50]
    choix = [*PROJETES.items(), (TOUS, "Tous les dispositifs")]
    contexte = {"projections": siennes, "dispositifs": choix}
    return render(request, "subventions/simulateur/projections.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def nouvelle(request: Requete, dispositif: str) -> HttpResponse:
    acteur = _instructeur(request)
    codes = list(PROJETES) if dispositif == TOUS else [dispositif]
    if not PROJETES.keys() >= set(codes):
        raise Http404("Ce dispositif n’existe pas.")
    cafs = Caf.objects.filter(pk__in=acteur.cafs_comme(FONCTIONS_INSTRUCTION)).order_by("code")
    courant = max(exercice_du(code, acteur.jour) for code in codes)
    annees = range(courant + 1, courant - EXERCICES_PASSES, -1)
    envoye = request.POST if request.method == "POST" else None
    formulaire = ProjectionForm(
        envoye,
        {code: bareme_applicable(code, courant, cafs[0].pk) for code in codes},
        _perimetres(acteur, list(cafs)),
        [(a, libelle_exercices(codes, a)) for a in annees],
    )
    if not formulaire.is_valid():
        titre = PROJETES.get(dispositif, "Tous les dispositifs")
        contexte = {"formulaire": formulaire, "titre_dispositif": titre}
        statut = 422 if envoye is not None else 200
        page = "subventions/simulateur/nouvelle_projection.html"
        return render(request, page, contexte, status=statut)
    caf, _, portefeuille = formulaire.cleaned_data["perimetre"].partition("-")
    projection = service.demander(
        int(caf),
        codes,
        formulaire.cleaned_data["annee"],
        formulaire.essais,
        acteur=acteur,
        portefeuille_id=int(portefeuille) if portefeuille else None,
        enveloppe=formulaire.cleaned_data["enveloppe"],
    )
    return redirect("simulations:projection", pk=projection.pk)


def _perimetres(acteur: Acteur, cafs: list[Caf]) -> dict[str, str]:
    """Whole Cafs, then the portfolios that this person answers for."""
    choix = {str(caf.pk): f"Tous les dossiers de la {caf}" for caf in cafs}
    siens = Portefeuille.objects.filter(pk__in=acteur.portefeuilles, caf__in=cafs)
    return choix | {f"{p.caf_id}-{p.pk}": f"Portefeuille « {p.nom} »" for p in siens}


@require_safe
def projection(request: Requete, pk: int) -> HttpResponse:
    """How far it is, then what it comes to; htmx asks again, a link does it without JavaScript."""
    contexte: dict[str, Any] = {
        "projection": (sienne := _charger(request, pk)),
        "lue": lire(sienne),
    }
    fragment = "subventions/simulateur/partials/projection.html"
    page = "subventions/simulateur/projection.html"
    return render(request, fragment if request.htmx else page, contexte)


@require_POST
def relancer(request: Requete, pk: int) -> HttpResponse:
    """Hand it to the worker again: the queue was down, or something stopped it."""
    sienne = _charger(request, pk)
    service.confier(sienne.pk)
    return redirect("simulations:projection", pk=pk)


@require_safe
def exporter(request: Requete, pk: int, genre: str) -> HttpResponse:
    """``genre``: the workbook (xlsx), or one CSV for each of its sheets (zip)."""
    sienne = _charger(request, pk)
    if sienne.est_en_cours:
        return redirect("simulations:projection", pk=pk)
    contenu = archive(sienne) if genre == "zip" else classeur(sienne)
    return a_enregistrer(contenu, f"projection-{sienne.pk}.{genre}", genre)
