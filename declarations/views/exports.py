"""The queue as a spreadsheet: given at once when short, else written apart with its progress."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from declarations.exports.liste import liste_xlsx
from declarations.file import liste_de
from declarations.models import ExportListe
from declarations.models.exports import TACHE
from declarations.services.exports import (
    LIGNES_IMMEDIATES,
    demander_export,
    est_encore_permis,
    tracer_export,
)
from declarations.views.acces import adresse_de_retour, exiger_instructeur
from habilitations.requetes import Requete
from portal.socle.contenus import TYPES
from portal.socle.documents import stockage
from portal.socle.telechargements import JAMAIS_GARDE, a_enregistrer

LONGUEUR_QUESTION = 2000
PLUS_LES_MEMES_DROITS = (
    "Vos droits ou vos portefeuilles ont changé depuis que ce fichier a été écrit : il n’est plus "
    "délivré. Demandez-le de nouveau, il contiendra ce que vous lisez aujourd’hui."
)


@require_POST
def exporter(request: Requete) -> HttpResponse:
    """Exactly what the list shows, every page of it."""
    acteur = exiger_instructeur(request)
    question = request.POST.get("question", "")
    if len(question) > LONGUEUR_QUESTION:
        # Cut short, it would take away more than the list shows.
        messages.error(request, "Ces filtres sont trop longs pour être exportés : simplifiez-les.")
        return redirect(adresse_de_retour(request))
    liste = liste_de(acteur, QueryDict(question))
    total = liste.count()
    tracer_export(acteur, question)
    if total > LIGNES_IMMEDIATES:
        export = demander_export(question, total, acteur=acteur)
        return redirect("declarations:export_suivi", pk=export.pk)
    nom = f"declarations-{acteur.jour.isoformat()}.xlsx"
    return a_enregistrer(liste_xlsx(liste, acteur.jour), nom, "xlsx")


@require_safe
def suivre(request: Requete, pk: int) -> HttpResponse:
    """How far the file is; htmx asks again every two seconds, a link does it without JavaScript."""
    export = _charger(request, pk)
    contexte = {"export": export, "retour": adresse_de_retour(request)}
    fragment = "declarations/partials/export.html"
    return render(request, fragment if request.htmx else "declarations/export.html", contexte)


@require_safe
def telecharger(request: Requete, pk: int) -> HttpResponseBase:
    export = _charger(request, pk)
    if not export.prete_le:
        return redirect("declarations:export_suivi", pk=pk)
    if not est_encore_permis(export, request.acteur):
        messages.error(request, PLUS_LES_MEMES_DROITS)
        return redirect(adresse_de_retour(request))
    reponse = FileResponse(
        stockage().open(export.fichier),
        as_attachment=True,
        filename=f"declarations-{export.demande_le:%Y-%m-%d}.xlsx",
        content_type=TYPES["xlsx"].mime,
    )
    reponse["Cache-Control"] = JAMAIS_GARDE
    return reponse


def _charger(request: Requete, pk: int) -> ExportListe:
    """An export belongs to who asked for it; to anybody else it does not exist."""
    acteur = exiger_instructeur(request)
    try:
        return ExportListe.objects.get(pk=pk, demandeur=acteur.utilisateur, tache=TACHE)
    except ExportListe.DoesNotExist:
        raise Http404("Cet export n’existe pas, ou il a été effacé.") from None
