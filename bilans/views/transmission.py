"""Sending a bilan: everything that will be sent is read again, then confirmed; its receipt."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from bilans.exports.brouillon import brouillon_pdf, nom_du_brouillon
from bilans.exports.recepisse import EnvoiAltere, nom_de_fichier, recepisse_pdf
from bilans.models import EnvoiBilan
from bilans.presentation.action import echeance_en_mots
from bilans.presentation.lecture import Lecture
from bilans.presentation.reperes import interlocuteur_de
from bilans.regles.avancement import avancements
from bilans.regles.etats import ACTES, CHEZ_LE_PARTENAIRE, Action
from bilans.services.bilan_ouvert import BilanOuvert
from bilans.services.envoi import transmettre
from bilans.services.precedent import precedent_de
from bilans.views.actes import agir
from bilans.views.chargement import charger, exiger_lecture, exiger_role
from habilitations.requetes import Requete
from portal.dossiers.par_lien import ouvert_par_lien
from portal.socle.telechargements import a_enregistrer


@require_http_methods(["GET", "HEAD", "POST"])
@ouvert_par_lien
def transmission(request: Requete, pk: int) -> HttpResponse:
    dossier = charger(request, pk)
    exiger_role(dossier, Action.TRANSMETTRE)
    if request.method == "POST":
        return agir(
            request,
            pk,
            partial(transmettre, vu=request.POST.get("vu", "")),
            succes="Le bilan est transmis à la Caf. Un courriel le rappelle à qui l’a rempli.",
            retour=reverse("bilans:bilan", args=[pk]),
        )
    precedent = precedent_de(dossier.bilan)
    contexte = {
        "dossier": dossier,
        "bilan": dossier.bilan,
        "refus": ACTES.refus(Action.TRANSMETTRE, dossier.situation, dossier.acteurs),
        "avancements": [
            a
            for a in avancements(dossier.questionnaire, dossier.etat, dossier.feuille.a_confirmer)
            if not a.est_complete
        ],
        "sections": list(Lecture(dossier.questionnaire, dossier.etat, precedent).sections()),
        "vu": dossier.marque,
        "precedent": precedent.bilan if precedent else None,
        "seul": a_tout_rempli(dossier),
        "echeance": echeance_en_mots(dossier),
        "interlocuteur": interlocuteur_de(dossier),
    }
    return render(request, "bilans/transmission.html", contexte)


def a_tout_rempli(dossier: BilanOuvert) -> bool:
    """Tell whether who sends gave every answer alone: shown as a warning (H)."""
    ecrits = dossier.feuille.auteurs
    auteurs = {ecrits[c][1] for c in dossier.etat.comptees if c in ecrits}
    return auteurs == {dossier.acteur.utilisateur.pk}


@require_safe
@ouvert_par_lien
def recepisse(request: Requete, pk: int, numero: int) -> HttpResponse:
    dossier = charger(request, pk)
    exiger_lecture(dossier)
    envoi = _envoi(dossier, numero)
    try:
        contenu = recepisse_pdf(envoi)
    except EnvoiAltere:
        messages.error(
            request,
            "Ce que le portail conserve n’est plus ce qui a été transmis : aucun récépissé n’est "
            "délivré." + ("" if dossier.cote_caf else " Écrivez à votre interlocuteur à la Caf."),
        )
        return redirect("bilans:bilan", pk=pk)
    return a_enregistrer(contenu, nom_de_fichier(envoi), "pdf")


@require_safe
@ouvert_par_lien
def brouillon(request: Requete, pk: int) -> HttpResponse:
    """What is answered today, on paper, before one sends; 404 once the Caf holds it."""
    dossier = charger(request, pk)
    if not dossier.lit_la_saisie:
        raise Http404("Ce bilan n’a pas encore été transmis à la Caf.")
    if dossier.bilan.etat not in CHEZ_LE_PARTENAIRE:
        raise Http404("Ce bilan n’est plus à remplir : imprimez son récépissé.")
    return a_enregistrer(brouillon_pdf(dossier), nom_du_brouillon(dossier), "pdf")


def _envoi(dossier: BilanOuvert, numero: int) -> EnvoiBilan:
    envoi: EnvoiBilan | None = dossier.bilan.envois.filter(numero=numero).first()
    if envoi is None:
        raise Http404("Ce bilan n’a pas été transmis.")
    envoi.bilan = dossier.bilan
    return envoi
