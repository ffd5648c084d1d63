"""Taking a selection away: asked for here, written by a worker, fetched when it is ready."""

from django.contrib import messages
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    QueryDict,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from bilans.forms.analyse import DIFFUSER
from bilans.forms.exports import EXTENSIONS_DE, ExportForm
from bilans.services.analyse.exports import TACHE, demander
from bilans.views.analyse.page import charger_analyse, exiger_agent
from declarations.models import ExportListe
from declarations.services.exports import est_encore_permis
from declarations.views.exports import PLUS_LES_MEMES_DROITS
from portal.socle.contenus import TYPES
from portal.socle.documents import stockage
from portal.socle.telechargements import JAMAIS_GARDE

MIMES = {"xlsx": TYPES["xlsx"].mime, "pdf": TYPES["pdf"].mime, "zip": "application/zip"}


@require_http_methods(["GET", "HEAD", "POST"])
def exporter(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose what to take away; it is exactly what the pages show of this selection."""
    data = QueryDict(request.POST.get("question", "")) if request.method == "POST" else request.GET
    page = charger_analyse(request, pk, data)
    formulaire = ExportForm(
        request.POST or None, initial={"question": page.question, "genre": "xlsx"}
    )
    if page.acteur.est_national:
        del formulaire.fields["diffuser"]
    if request.method == "POST" and formulaire.is_valid():
        choix = formulaire.cleaned_data
        question = data.copy()
        question.pop(DIFFUSER, None)
        question["questionnaire"] = str(pk)
        question["genre"], question["valeurs"] = choix["genre"], choix["valeurs"]
        if choix.get("diffuser"):
            question[DIFFUSER] = "1"
        if page.comptage.combien and not _trop_peu(request, pk, question):
            extension = EXTENSIONS_DE[choix["genre"]]
            export = demander(question.urlencode(), page.comptage, extension)
            return redirect("bilans:analyse_export", pk=export.pk)
        messages.error(request, "Cette sélection compte trop peu de bilans pour être exportée.")
    contexte = {**page.contexte("exports"), "formulaire": formulaire}
    return render(request, "bilans/analyse/exports.html", contexte)


def _trop_peu(request: HttpRequest, pk: int, question: QueryDict) -> bool:
    """Judged as it will be written: for whom it leaves the Caf."""
    return charger_analyse(request, pk, question).comptage.trop_peu


@require_safe
def suivre(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the file is; htmx asks again every two seconds, a link does it without JavaScript."""
    export = _charger(request, pk)
    demande = QueryDict(export.question)
    retour = reverse("bilans:analyse", args=[demande.get("questionnaire", 0)])
    contexte = {"export": export, "retour": retour}
    fragment = "bilans/analyse/partials/export.html"
    return render(request, fragment if request.htmx else "bilans/analyse/export.html", contexte)


@require_safe
def telecharger(request: HttpRequest, pk: int) -> HttpResponseBase:
    export = _charger(request, pk)
    if not export.prete_le:
        return redirect("bilans:analyse_export", pk=pk)
    if not est_encore_permis(export, request.acteur):
        messages.error(request, PLUS_LES_MEMES_DROITS)
        return redirect("bilans:analyse", QueryDict(export.question).get("questionnaire", "0"))
    reponse = FileResponse(
        stockage().open(export.fichier),
        as_attachment=True,
        filename=f"bilans-{export.demande_le:%Y-%m-%d}.{export.extension}",
        content_type=MIMES[export.extension],
    )
    reponse["Cache-Control"] = JAMAIS_GARDE
    return reponse


def _charger(request: HttpRequest, pk: int) -> ExportListe:
    """An export belongs to who asked for it; to anybody else it does not exist."""
    acteur = exiger_agent(request)
    try:
        return ExportListe.objects.get(pk=pk, demandeur=acteur.utilisateur, tache=TACHE)
    except ExportListe.DoesNotExist:
        raise Http404("Cet export n’existe pas, ou il a été effacé.") from None
