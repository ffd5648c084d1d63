"""Taking a selection away: asked for here, written by a worker, fetched when it is ready."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from bilans.forms.analyse import DIFFUSER
from bilans.forms.exports import EXTENSIONS_DE, RAPPORT, ExportForm
from bilans.models import VueAnalyse
from bilans.presentation.rapport import RESULTATS, Croise, croise_de, lire_croise, titre_de
from bilans.services.analyse.exports import TACHE, demander
from bilans.views.analyse.page import PageAnalyse, charger_analyse, exiger_agent
from declarations.models import ExportListe
from declarations.services.exports import est_encore_permis
from declarations.views.exports import PLUS_LES_MEMES_DROITS
from habilitations.requetes import Requete
from portal.socle.contenus import TYPES
from portal.socle.documents import stockage
from portal.socle.telechargements import JAMAIS_GARDE

# What a demand is kept in (``ExportListe.question``).
QUESTION_MAX = 2000
TROP_LONGUE = "Cette demande est trop longue : retirez des filtres ou des croisements."
MIMES = {"xlsx": TYPES["xlsx"].mime, "pdf": TYPES["pdf"].mime, "zip": "application/zip"}


@require_http_methods(["GET", "HEAD", "POST"])
def exporter(request: Requete, pk: int) -> HttpResponse:
    """Choose what to take away; it is exactly what the pages show of this selection."""
    data = QueryDict(request.POST.get("question", "")) if request.method == "POST" else request.GET
    page = charger_analyse(request, pk, data)
    proposes = croises_de(request, page)
    formulaire = ExportForm(
        request.POST or None,
        [(croise.cle, titre_de(croise, page.etude)) for croise in proposes],
        initial=_initial(request, page),
    )
    if page.acteur.est_national:
        del formulaire.fields["diffuser"]
    if request.method == "POST" and formulaire.is_valid():
        choix = formulaire.cleaned_data
        question = data.copy()
        question.pop(DIFFUSER, None)
        question["questionnaire"] = str(pk)
        question["genre"], question["valeurs"] = choix["genre"], choix["valeurs"]
        if choix["genre"] == RAPPORT:
            question.setlist("contenu", choix["contenu"])
            question.setlist("croise", choix.get("croise", []))
        if choix.get("diffuser"):
            question[DIFFUSER] = "1"
        if len(question.urlencode()) > QUESTION_MAX:
            messages.error(request, TROP_LONGUE)
        elif page.comptage.combien and not _trop_peu(request, pk, question):
            extension = EXTENSIONS_DE[choix["genre"]]
            export = demander(question.urlencode(), page.comptage, extension)
            return redirect("bilans:analyse_export", pk=export.pk)
        else:
            messages.error(request, "Cette sélection compte trop peu de bilans pour être exportée.")
    contexte = {**page.contexte("exports"), "formulaire": formulaire}
    return render(request, "bilans/analyse/exports.html", contexte)


def croises_de(request: Requete, page: PageAnalyse) -> list[Croise]:
    """Crossings that may be joined: those asked for, then those that this person keeps as views."""
    adresse = reverse("bilans:analyse_croisement", args=[page.etude.questionnaire.pk])
    vues = VueAnalyse.objects.filter(
        proprietaire=page.acteur.utilisateur, adresse__startswith=adresse
    )
    demandes = [*request.GET.getlist("croise"), *request.POST.getlist("croise")]
    trouves = [
        *(lire_croise(cle, page.etude) for cle in demandes),
        *(croise_de(QueryDict(urlsplit(vue.adresse).query), page.etude) for vue in vues),
    ]
    return list(dict.fromkeys(croise for croise in trouves if croise))


def _initial(request: Requete, page: PageAnalyse) -> dict[str, Any]:
    """A report is what somebody comes for who comes from a crossing."""
    croises = request.GET.getlist("croise")
    genre = RAPPORT if croises else "xlsx"
    return {"question": page.question, "genre": genre, "croise": croises, "contenu": [RESULTATS]}


def _trop_peu(request: Requete, pk: int, question: QueryDict) -> bool:
    """Judged as it will be written: for whom it leaves the Caf."""
    return charger_analyse(request, pk, question).comptage.trop_peu


@require_safe
def suivre(request: Requete, pk: int) -> HttpResponse:
    """How far the file is; htmx asks again every two seconds, a link does it without JavaScript."""
    export = _charger(request, pk)
    demande = QueryDict(export.question)
    retour = reverse("bilans:analyse", args=[demande.get("questionnaire", 0)])
    contexte = {"export": export, "retour": retour}
    fragment = "bilans/analyse/partials/export.html"
    return render(request, fragment if request.htmx else "bilans/analyse/export.html", contexte)


@require_safe
def telecharger(request: Requete, pk: int) -> HttpResponseBase:
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


def _charger(request: Requete, pk: int) -> ExportListe:
    """An export belongs to who asked for it; to anybody else it does not exist."""
    acteur = exiger_agent(request)
    try:
        return ExportListe.objects.get(pk=pk, demandeur=acteur.utilisateur, tache=TACHE)
    except ExportListe.DoesNotExist:
        raise Http404("Cet export n’existe pas, ou il a été effacé.") from None
