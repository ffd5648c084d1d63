"""The blank « cartographie des données à saisir », for whoever is logged in."""

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from declarations.exports.cartographie import (
    cartographie_pdf,
    cartographie_xlsx,
    nom_de_fichier,
)
from declarations.grilles import GrilleInconnue, grille_pour
from declarations.regles.grille import NATURES, Grille
from habilitations.regles.exercices import ANNEE_MAX, ANNEE_MIN
from portal.socle.telechargements import a_enregistrer

FORMATS: Mapping[str, Callable[[Grille, str, int], bytes]] = {
    "pdf": cartographie_pdf,
    "xlsx": cartographie_xlsx,
}


@require_safe
def cartographie(
    request: HttpRequest, dispositif: str, nature: str, annee: int, format: str
) -> HttpResponse:
    connu = nature in NATURES and format in FORMATS and ANNEE_MIN <= annee <= ANNEE_MAX
    if not connu:
        raise Http404("Cette cartographie n’existe pas.")
    try:
        grille = grille_pour(dispositif, annee)
    except GrilleInconnue as erreur:
        raise Http404(str(erreur)) from None
    nom = nom_de_fichier(grille, nature, annee, format)
    return a_enregistrer(FORMATS[format](grille, nature, annee), nom, format, cache="private")
