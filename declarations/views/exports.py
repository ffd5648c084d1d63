"""Lists as spreadsheets: given at once when short, else written apart with their progress."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from declarations.listes_exportees import LIGNES_IMMEDIATES, LISTES
from declarations.models import ExportListe
from declarations.services.exports import demander_export, est_encore_permis
from declarations.views.acces import exiger_instructeur
from habilitations.requetes import Requete
from portal.socle.contenus import TYPES
from portal.socle.documents import stockage
from portal.socle.francais import compter
from portal.socle.telechargements import JAMAIS_GARDE, a_enregistrer

LONGUEUR_QUESTION = 2000
PLUS_LES_MEMES_DROITS = (
    "Vos droits ou vos portefeuilles ont changé depuis que ce fichier a été écrit : il n’est plus "
    "délivré. Demandez-le de nouveau, il contiendra ce que vous lisez aujourd’hui."
)


@require_POST
def exporter(request: Requete, tache: str) -> HttpResponse:
    """Exactly what the list shows, every page of it."""
    acteur = exiger_instructeur(request)
    liste = LISTES[tache]
    question = request.POST.get("question", "")
    if len(question) > LONGUEUR_QUESTION:
        # Cut short, it would take away more than the list shows.
        messages.error(request, "Ces filtres sont trop longs pour être exportés : simplifiez-les.")
        return redirect(liste.adresse)
    ouverte = liste.ouvrir(acteur, question)
    ouverte.tracer()
    if ouverte.total > LIGNES_IMMEDIATES:
        export = demander_export(question, ouverte.total, acteur=acteur, tache=tache)
        return redirect("declarations:export_suivi", pk=export.pk)
    contenu = ouverte.ecrire(lambda faites: None)
    return a_enregistrer(contenu, liste.nom_du_fichier(question, acteur.jour.isoformat()), "xlsx")


@require_safe
def suivre(request: Requete, pk: int) -> HttpResponse:
    """How far the file is; htmx asks again every two seconds, a link does it without JavaScript."""
    export = _charger(request, pk)
    liste = LISTES[export.tache]
    contexte = {
        "export": export,
        "liste": liste,
        "compte": compter(export.total, liste.mot),
        "retour": liste.retour(export.question),
    }
    fragment = "declarations/partials/export.html"
    return render(request, fragment if request.htmx else "declarations/export.html", contexte)


@require_safe
def telecharger(request: Requete, pk: int) -> HttpResponseBase:
    export = _charger(request, pk)
    liste = LISTES[export.tache]
    if not export.prete_le:
        return redirect("declarations:export_suivi", pk=pk)
    if not est_encore_permis(export, request.acteur):
        messages.error(request, PLUS_LES_MEMES_DROITS)
        return redirect(liste.retour(export.question))
    reponse = FileResponse(
        stockage().open(export.fichier),
        as_attachment=True,
        filename=liste.nom_du_fichier(export.question, f"{export.demande_le:%Y-%m-%d}"),
        content_type=TYPES["xlsx"].mime,
    )
    reponse["Cache-Control"] = JAMAIS_GARDE
    return reponse


def _charger(request: Requete, pk: int) -> ExportListe:
    """An export belongs to who asked for it; to anybody else it does not exist."""
    acteur = exiger_instructeur(request)
    try:
        return ExportListe.objects.get(pk=pk, demandeur=acteur.utilisateur, tache__in=LISTES)
    except ExportListe.DoesNotExist:
        raise Http404("Cet export n’existe pas, ou il a été effacé.") from None
