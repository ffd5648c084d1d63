"""Importing a list into the annuaire: the model, the file, the dry run, the report."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from habilitations.annuaire import exports
from habilitations.annuaire.forms.imports import ImportForm
from habilitations.annuaire.imports.plan import REFUSE
from habilitations.annuaire.presentation.imports import ISSUES, comptes, lignes_en_mots
from habilitations.annuaire.services.imports import application, depot
from habilitations.annuaire.services.traces import tracer_export
from habilitations.annuaire.views.perimetre import perimetre
from habilitations.models import EtatImport, ImportAnnuaire
from habilitations.requetes import Requete
from portal.socle.actes import interdire
from portal.socle.depots import ecartes
from portal.socle.lecture_classeurs import TROP_LOURD
from portal.socle.refus import ActionRefusee
from portal.socle.telechargements import a_enregistrer

PAR_PAGE = 50
A_REVOIR = (
    "L’annuaire a changé depuis cet aperçu : le voici à jour. Rien n’est importé : vérifiez-le, "
    "puis confirmez."
)
REFUSEES = (
    "Des lignes sont refusées : corrigez-les dans le fichier, ou cochez la case pour n’importer "
    "que les autres."
)
RECENTS = 10


@require_safe
def modele(request: Requete) -> HttpResponse:
    perimetre(request)
    return a_enregistrer(exports.modele(), "annuaire-modele.xlsx", "xlsx")


@require_safe
def tout(request: Requete) -> HttpResponse:
    """The whole annuaire of the Caf, in the columns of the import."""
    vu = perimetre(request)
    tracer_export(vu.acteur, vu.caf.pk, "annuaire : tout")
    nom = f"annuaire-{vu.caf.code}-{vu.acteur.jour.isoformat()}.xlsx"
    return a_enregistrer(exports.annuaire_xlsx(vu.caf, vu.acteur.jour), nom, "xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def importer(request: Requete) -> HttpResponse:
    """Receive a list; a dry run follows."""
    vu = perimetre(request)
    if request.method != "POST":
        return _formulaire(request, ImportForm())
    donnees, fichiers = request.POST, request.FILES
    formulaire = ImportForm(donnees, fichiers, ecartes=ecartes(request, TROP_LOURD))
    if not formulaire.is_valid():
        return _formulaire(request, formulaire, status=422)
    try:
        depose = depot.deposer(
            formulaire.cleaned_data["fichier"], caf_id=vu.caf.pk, acteur=vu.acteur
        )
    except depot.ImportRefuse as refus:
        formulaire.add_error("fichier", str(refus))
        return _formulaire(request, formulaire, status=422)
    return redirect("annuaire:import", pk=depose.pk)


def _formulaire(request: Requete, formulaire: ImportForm, *, status: int = 200) -> HttpResponse:
    vu = perimetre(request)
    siens = ImportAnnuaire.objects.filter(depose_par=vu.acteur.utilisateur, caf=vu.caf)
    contexte = {"perimetre": vu, "formulaire": formulaire, "recents": siens[:RECENTS]}
    return render(request, "annuaire/importer.html", contexte, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def apercu(request: Requete, pk: int) -> HttpResponse:
    """What the list changes line by line, its progress, then its report; its author’s alone."""
    perimetre(request)
    depose = _charger(request, pk)
    if request.method == "POST":
        return _decider(request, depose)
    en_cours = depose.etat in (EtatImport.EXAMEN, EtatImport.APPLICATION)
    contexte: dict[str, Any] = {
        "depot": depose,
        "en_cours": en_cours,
        "faites": application.avancement(pk)
        if depose.etat == EtatImport.APPLICATION
        else depose.faites,
    }
    if request.htmx and en_cours:
        return render(request, "annuaire/partials/import_suivi.html", contexte)
    if not en_cours:
        contexte |= _lignes(request, depose)
    reponse = render(request, "annuaire/import.html", contexte)
    if request.htmx:
        reponse["HX-Refresh"] = "true"
    return reponse


def _lignes(request: Requete, depose: ImportAnnuaire) -> dict[str, Any]:
    """The lines of one issue, those refused first, page by page."""
    defaut = REFUSE if depose.compte.get(REFUSE) else ""
    issue = request.GET.get("issue", defaut)
    lignes = depose.lignes.all()
    if issue in ISSUES:
        lignes = lignes.filter(issue=issue)
    page = Paginator(lignes, PAR_PAGE).get_page(request.GET.get("page"))
    return {
        "comptes": comptes(depose.compte),
        "issue": issue,
        "page": page,
        "lignes": lignes_en_mots(page.object_list),
        "refusees": depose.compte.get(REFUSE, 0),
        "a_ecrire": sum(depose.compte.get(i, 0) for i in ("cree", "modifie")),
        "a_confirmer": depose.etat == EtatImport.PRET,
    }


def _decider(request: Requete, depose: ImportAnnuaire) -> HttpResponse:
    """Confirm, or give up; a second click finds the report."""
    if request.POST.get("etape") == "abandonner":
        application.abandonner(depose.pk, acteur=request.acteur)
        messages.info(request, "L’import est abandonné : rien n’a été enregistré.")
        return redirect("annuaire:importer")
    vu, justes = request.POST.get("vu", ""), request.POST.get("justes") == "oui"
    try:
        application.confirmer(depose.pk, vu=vu, justes=justes, acteur=request.acteur)
    except application.LignesRefusees:
        messages.error(request, REFUSEES)
    except application.ApercuDepasse:
        depot.examiner_import(depose.pk, acteur=request.acteur)
        messages.warning(request, A_REVOIR)
    except ActionRefusee as refus:
        interdire(refus.refus)
        messages.warning(request, str(refus))
    return redirect("annuaire:import", pk=depose.pk)


def _charger(request: Requete, pk: int) -> ImportAnnuaire:
    depose = (
        ImportAnnuaire.objects.select_related("caf")
        .filter(pk=pk, depose_par=request.acteur.utilisateur)
        .first()
    )
    if depose is None:
        raise Http404("Cet import n’existe pas, ou il n’est pas le vôtre.")
    return depose
