"""Two versions of a declaration side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from declarations.grilles import grille_par_reference
from declarations.models import Version
from declarations.rendu.comparaison import comparer_versions
from declarations.services.montants import montant_du_moment, montant_fige
from declarations.views.alterations import dire_les_alterations
from declarations.views.chargement import Page, charger
from declarations.views.versions import charger_version, lecteur_de
from subventions.regles.estimation import Estimation


@require_safe
@dire_les_alterations
def comparaison(request: HttpRequest, pk: int, avant: int, apres: int) -> HttpResponse:
    """What changed between two versions that this person may read, the older one first."""
    page = charger(request, pk)
    versions = [charger_version(page, numero) for numero in sorted((avant, apres))]
    estimations = tuple(_estimation(page, version) for version in versions)
    contexte = {
        "page": page,
        "declaration": page.declaration,
        "comparaison": comparer_versions(
            versions[0], versions[1], lecteur_de(page), (estimations[0], estimations[1])
        ),
        "demande": page.demande_de(versions[1]),
        "versions": lisibles(page),
        "interlocuteur": page.interlocuteur,
    }
    return render(request, "declarations/comparaison.html", contexte)


def lisibles(page: Page) -> list[Version]:
    """Versions this person may read: those sent, and the one at work where they may."""
    return [v for v in page.declaration.versions.all() if v.est_envoyee or page.figures_visibles]


def _estimation(page: Page, version: Version) -> Estimation:
    """The amount frozen with a version, or that of the moment for the one at work."""
    if not version.est_envoyee:
        return montant_du_moment(page.evaluation, page.acteurs, page.cote_caf).estimation
    grille = grille_par_reference(version.grille, page.declaration.annee)
    return montant_fige(version.calcul, grille, page.acteurs, page.cote_caf).estimation
