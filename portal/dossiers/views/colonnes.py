"""Columns of a list, chosen by each person and kept for the next time."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from habilitations.permissions import Acteur
from portal.dossiers.services.colonnes import choisir_colonnes, colonnes_choisies
from portal.dossiers.tables import TableauDossiers, colonnes_offertes

LONGUEUR_QUESTION = 2000


def colonnes_de(acteur: Acteur, liste: str, tableau: type[TableauDossiers]) -> frozenset[str]:
    """What this person shows of a list, named by its address."""
    return colonnes_choisies(liste, tableau.au_choix, tableau.par_defaut, acteur)


def page_des_colonnes(
    request: HttpRequest, acteur: Acteur, liste: str, tableau: type[TableauDossiers]
) -> HttpResponse:
    """The columns offered; those asked for are kept, and the list comes back as it was filtered."""
    if request.method == "POST":
        return _garder(request, acteur, liste, tableau)
    contexte = {
        "colonnes": colonnes_offertes(tableau, colonnes_de(acteur, liste, tableau)),
        "liste": liste,
        "titre": tableau._meta.attrs["caption"],
        "question": request.GET.urlencode()[:LONGUEUR_QUESTION],
    }
    return render(request, "dossiers/colonnes.html", contexte)


def _garder(
    request: HttpRequest, acteur: Acteur, liste: str, tableau: type[TableauDossiers]
) -> HttpResponse:
    if "defaut" in request.POST:
        choisir_colonnes(liste, tableau.par_defaut, tableau.au_choix, acteur=acteur)
    elif "choisir" in request.POST:
        choisir_colonnes(liste, request.POST.getlist("colonnes"), tableau.au_choix, acteur=acteur)
        messages.success(request, "Vos colonnes sont gardées pour vos prochaines visites.")
    # Written again from its parts: whatever is sent, one comes back to this very list.
    filtres = QueryDict(request.POST.get("question", "")[:LONGUEUR_QUESTION]).urlencode()
    return redirect(f"{reverse(liste)}?{filtres}" if filtres else reverse(liste))
