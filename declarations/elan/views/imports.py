"""Importing the figures of ELAN: the blank workbook, the file, what it changes, the report."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from declarations.elan.exports import NOM_DE_FICHIER, modele_elan
from declarations.elan.forms import ImportElanForm
from declarations.elan.presentation.apercus import apercus
from declarations.elan.presentation.projets import projets_elan
from declarations.elan.services.confirmation import (
    ApercuDepasse,
    AvertissementsNonVus,
    confirmer_import,
    etat_compare,
    reprises_de,
)
from declarations.elan.services.imports import ImportRefuse, deposer_import
from declarations.elan.services.saisie import RepriseModifiee, SaisieRefusee
from declarations.models import ImportElan
from declarations.regles.controles.textes import typographie
from declarations.services.erreurs import ChampsRefuses
from declarations.views.acces import exiger_conseiller
from habilitations.models import Dispositif, Equipement
from habilitations.regles.exercices import exercice_du
from habilitations.requetes import Requete
from portal.socle.actes import interdire
from portal.socle.depots import ecartes
from portal.socle.lecture_classeurs import TROP_LOURD
from portal.socle.refus import ActionRefusee
from portal.socle.telechargements import a_enregistrer

ERREURS_MONTREES = 100
A_COCHER = "Regardez les points à vérifier, puis cochez la case : rien n’est enregistré."
A_REVOIR = "Des chiffres ont changé depuis cet aperçu : le voici à jour, rien n’est enregistré."


@require_safe
def modele(request: Requete) -> HttpResponse:
    acteur = exiger_conseiller(request)
    projets = [p for p in projets_elan(acteur) if p.reprise is None and p.suivi]
    contenu = modele_elan(projets, exercice_du(Dispositif.CLAS, acteur.jour))
    return a_enregistrer(contenu, NOM_DE_FICHIER, "xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def importer(request: Requete) -> HttpResponse:
    """Receive a workbook; every mistake is listed, or a second look follows."""
    acteur = exiger_conseiller(request)
    if request.method != "POST":
        return _formulaire(request, ImportElanForm())
    formulaire = ImportElanForm(request.POST, request.FILES)
    if refus_du_depot := ecartes(request, TROP_LOURD).get("fichier"):
        formulaire.errors.clear()
        formulaire.add_error("fichier", refus_du_depot)
    if not formulaire.is_valid():
        return _formulaire(request, formulaire, status=422)
    try:
        depot = deposer_import(formulaire.cleaned_data["fichier"], acteur=acteur)
    except ImportRefuse as refus:
        reste = len(refus.erreurs) - ERREURS_MONTREES
        montrees = [typographie(erreur) for erreur in refus.erreurs[:ERREURS_MONTREES]]
        suite = {"refus": montrees, "reste": max(reste, 0)}
        return _formulaire(request, ImportElanForm(), status=422, **suite)
    return redirect("declarations:elan_import_apercu", pk=depot.pk)


def _formulaire(
    request: Requete, formulaire: ImportElanForm, *, status: int = 200, **suite: Any
) -> HttpResponse:
    contexte = {"formulaire": formulaire, **suite}
    return render(request, "declarations/elan/import.html", contexte, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def apercu(request: Requete, pk: int) -> HttpResponse:
    """What the import changes, then what became of it; only its author opens it."""
    acteur = exiger_conseiller(request)
    depot = ImportElan.objects.filter(pk=pk, depose_par=acteur.utilisateur).first()
    if depot is None:
        raise Http404("Cet import n’existe pas, ou il n’est pas le vôtre.")
    if request.method == "POST":
        return _decider(request, depot)
    reprises = reprises_de(depot)
    contexte = {
        "depot": depot,
        "avertissements": [typographie(texte) for texte in depot.avertissements],
        "apercus": apercus(depot, reprises),
        "compare": etat_compare(depot, reprises),
    }
    return render(request, "declarations/elan/import_apercu.html", contexte)


def _decider(request: Requete, depot: ImportElan) -> HttpResponse:
    """Confirm, or give up; a second click finds the report."""
    if request.POST.get("etape") == "abandonner":
        ImportElan.objects.filter(pk=depot.pk, confirme_le__isnull=True).delete()
        messages.info(request, "L’import est abandonné : rien n’a été enregistré.")
        return redirect("declarations:elan")
    compare = request.POST.get("compare", "")
    try:
        vus = request.POST.get("vus") == "oui"
        confirmer_import(depot.pk, acteur=request.acteur, compare=compare, vus=vus)
    except AvertissementsNonVus:
        messages.error(request, A_COCHER)
    except (ApercuDepasse, RepriseModifiee):
        messages.warning(request, A_REVOIR)
    except (SaisieRefusee, ChampsRefuses):
        messages.error(request, "Ce classeur est à déposer de nouveau : rien n’est enregistré.")
    except (ImportElan.DoesNotExist, Equipement.DoesNotExist):
        raise Http404 from None
    except ActionRefusee as erreur:
        interdire(erreur.refus)
        messages.warning(request, str(erreur))
    return redirect("declarations:elan_import_apercu", pk=depot.pk)
