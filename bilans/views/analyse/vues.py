"""Views kept, and the dictionary of the data that they count."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bilans.exports.dictionnaire import dictionnaire_xlsx
from bilans.forms.analyse import VueForm
from bilans.models import VueAnalyse
from bilans.services.analyse.vues import enregistrer_vue, supprimer_vue
from bilans.views.analyse.page import PAGES, RESULTATS, charger_analyse, exiger_agent
from habilitations.requetes import Requete
from portal.socle.actes import avertir
from portal.socle.refus import DemandeInvalide
from portal.socle.telechargements import a_enregistrer

SANS_VERSION = "Ce questionnaire n’a pas encore de version."


@require_POST
def enregistrer(request: Requete, pk: int) -> HttpResponse:
    """Keep the selection of a page under a name, and come back to it, refused or not."""
    page = charger_analyse(request, pk)
    formulaire = VueForm(request.POST)
    valide, choix = formulaire.is_valid(), formulaire.cleaned_data
    nom = PAGES.get(choix.get("page", ""), PAGES[RESULTATS])
    adresse = f"{reverse(nom, args=[pk])}?{choix.get('question', '')}"
    if not valide:
        avertir(request, "Donnez à cette vue un nom de 100 caractères au plus.", messages.ERROR)
        return redirect(adresse)
    try:
        enregistrer_vue(choix["nom"], adresse, acteur=page.acteur)
        messages.success(
            request, "La vue est enregistrée : elle vous attend à l’accueil de l’analyse."
        )
    except DemandeInvalide as refus:
        avertir(request, str(refus), messages.ERROR)
    return redirect(adresse)


@require_safe
def ouvrir(request: Requete, pk: int) -> HttpResponse:
    acteur = exiger_agent(request)
    vue = get_object_or_404(VueAnalyse, pk=pk, proprietaire=acteur.utilisateur)
    return redirect(vue.adresse)


@require_POST
def supprimer(request: Requete, pk: int) -> HttpResponse:
    if not supprimer_vue(pk, acteur=exiger_agent(request)):
        raise Http404("Cette vue n’existe pas.")
    messages.success(request, "La vue est supprimée.")
    return redirect("bilans:analyse_accueil")


@require_safe
def dictionnaire(request: Requete, pk: int) -> HttpResponse:
    etude = charger_analyse(request, pk).etude
    if not etude.versions:
        raise Http404(SANS_VERSION)
    nom = f"dictionnaire-{etude.questionnaire.code}.xlsx"
    return a_enregistrer(dictionnaire_xlsx(etude.versions, etude.feuilles), nom, "xlsx")
