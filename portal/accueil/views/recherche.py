"""Search: équipements, partners and declarations, within what one may see."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from habilitations.requetes import Requete
from portal.accueil.recherche import assez_long, chercher


@require_safe
def recherche(request: Requete) -> HttpResponse:
    """Results of a plain GET form; nothing is looked for below three letters, but a number."""
    texte = " ".join(request.GET.get("q", "")[:200].split())
    assez = assez_long(texte)
    contexte = {
        "q": texte,
        "trop_court": bool(texte) and not assez,
        "resultats": chercher(texte, request.acteur) if assez else None,
    }
    return render(request, "accueil/recherche.html", contexte)
