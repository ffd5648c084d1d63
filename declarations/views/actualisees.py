"""Asking for actualisées: which one, for whom, a second look, then what became of each."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from declarations.forms.actualisees import ActualiseeForm
from declarations.presentation.actualisees import offres
from declarations.regles.actualisees import refus_dates, refus_exercice, refus_fenetre
from declarations.services.actualisees import (
    APPELEE,
    Cible,
    appeler_actualisees,
    cafs_conseillees,
    candidats,
    prochain_numero,
)
from declarations.views.acces import exiger_conseiller
from habilitations.models import Dispositif
from habilitations.regles.exercices import ANNEE_MAX, ANNEE_MIN, libelle_exercice
from habilitations.requetes import Requete
from portal.socle.actes import interdire
from portal.socle.refus import ActionRefusee, DemandeInvalide

RAPPORT = "actualisees_rapport"


@require_safe
def actualisees(request: Requete) -> HttpResponse:
    acteur = exiger_conseiller(request)
    contexte = {"offres": offres(acteur), "avec_caf": len(cafs_conseillees(acteur)) > 1}
    return render(request, "declarations/actualisees.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def selection(request: Requete, caf: str, dispositif: str, annee: int, numero: int) -> HttpResponse:
    """Choose équipements; then confirm; then call, and come back here with the report."""
    acteur = exiger_conseiller(request)
    cible = _cible(request, caf, dispositif, annee, numero)
    campagne, jour = cible.campagne, acteur.jour
    liste = candidats(cible, acteur)
    refus = refus_exercice(dispositif, annee, jour)
    if campagne and not refus:
        refus = refus_fenetre(campagne.fenetre, jour)
    # A replay still carries the dates of the window that the first click opened.
    avec_dates = campagne is None or "ouvre_le" in request.POST
    envoyee = request.POST if request.method == "POST" and not refus else None
    formulaire = ActualiseeForm(envoyee, candidats=liste, avec_dates=avec_dates, jour=jour)
    contexte = {
        "cible": cible,
        "campagne": campagne,
        "exercice": libelle_exercice(dispositif, annee),
        "libelle_dispositif": Dispositif(dispositif).label,
        "formulaire": formulaire,
        "candidats": [c for c in liste if c.peut_etre_appele],
        "autres": [c for c in liste if not c.peut_etre_appele],
        "refus": refus,
    }
    if request.method == "POST":
        return _recevoir(request, cible, formulaire, contexte)
    contexte["rapport"] = request.session.pop(RAPPORT, None)
    return render(request, "declarations/actualisees_selection.html", contexte)


def _cible(request: Requete, caf: str, dispositif: str, annee: int, numero: int) -> Cible:
    """The actualisée named by the address: at one's Caf, foreseen or the next one; else 404."""
    trouvee = next((c for c in cafs_conseillees(request.acteur) if c.code == caf), None)
    connue = dispositif in Dispositif.values and ANNEE_MIN <= annee <= ANNEE_MAX
    if trouvee is None or not connue:
        raise Http404("Cette actualisée n’existe pas, ou elle n’est pas dans votre périmètre.")
    cible = Cible(trouvee, dispositif, annee, numero)
    if not cible.campagne and numero != prochain_numero(trouvee, dispositif, annee):
        raise Http404("Cette actualisée n’existe pas.")
    return cible


def _recevoir(
    request: Requete, cible: Cible, formulaire: ActualiseeForm, contexte: dict[str, Any]
) -> HttpResponse:
    """A selection to look at again, to confirm, or confirmed."""
    page = "declarations/actualisees_selection.html"
    if contexte["refus"] or request.POST.get("etape") == "modifier":
        return render(request, page, contexte, status=409 if contexte["refus"] else 200)
    if not formulaire.is_valid():
        return render(request, page, contexte, status=422)
    if request.POST.get("etape") == "confirmer":
        return _appeler(request, cible, formulaire, contexte)
    dates = formulaire.dates
    if dates and contexte["campagne"] is None:
        refus = refus_dates(dates, cible.dispositif, cible.annee, request.acteur.jour)
        if refus:
            formulaire.add_error(*refus)
            return render(request, page, contexte, status=422)
    choisis = set(formulaire.cleaned_data["equipements"])
    contexte["choisis"] = [c for c in formulaire.candidats if c.equipement.pk in choisis]
    contexte["fenetre"] = dates or contexte["campagne"].fenetre
    return render(request, "declarations/actualisees_confirmation.html", contexte)


def _appeler(
    request: Requete, cible: Cible, formulaire: ActualiseeForm, contexte: dict[str, Any]
) -> HttpResponse:
    try:
        lignes = appeler_actualisees(
            cible,
            formulaire.cleaned_data["equipements"],
            acteur=request.acteur,
            dates=formulaire.dates,
        )
    except ActionRefusee as erreur:
        interdire(erreur.refus)
        messages.warning(request, str(erreur))
        return redirect("declarations:actualisees")
    except DemandeInvalide as erreur:
        formulaire.refuser(str(erreur), erreur.champ)
        page = "declarations/actualisees_selection.html"
        return render(request, page, contexte, status=422)
    combien = sum(ligne.issue == APPELEE for ligne in lignes)
    request.session[RAPPORT] = {"combien": combien, "lignes": [asdict(x) for x in lignes]}
    return redirect(request.path)
