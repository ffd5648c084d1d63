"""Answering one section, or reading it: the form that its definition gives."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from bilans.adresses import LIGNES_PAR_PAGE
from bilans.presentation.action import rouvrir
from bilans.presentation.formulaire import FormulaireBilan
from bilans.presentation.reperes import interlocuteur_de
from bilans.regles.avancement import sections_montrees
from bilans.regles.etats import CHEZ_LE_PARTENAIRE, Action
from bilans.regles.questionnaire import Groupe
from bilans.services.bilan_ouvert import BilanOuvert
from bilans.services.erreurs import QuestionsRefusees
from bilans.services.precedent import precedent_de
from bilans.services.reprise import a_reporter
from bilans.services.saisie import EnregistrementBilan, enregistrer
from bilans.views.chargement import charger, exiger_role, section_ou_404
from bilans.views.lignes import suite_des_lignes
from bilans.views.panneau import panneau, plan_de
from habilitations.requetes import Requete
from portal.dossiers.par_lien import ouvert_par_lien
from portal.dossiers.presentation.fenetres import dire_fermee
from portal.dossiers.services.nouvelles import marquer_lus
from portal.saisie.presentation.conflits import choix_a_faire
from portal.saisie.presentation.formulaire import Reste
from portal.saisie.reception import lire_envoi
from portal.saisie.regles.envoi import Envoi
from portal.socle.actes import interdire
from portal.socle.composants import ErreurSaisie, id_de
from portal.socle.formats import date_heure_fr
from portal.socle.refus import ActionRefusee

DEMANDE_AUTREMENT = "Cette partie du questionnaire ne vous est pas demandée en ce moment."


@require_safe
@ouvert_par_lien
def reprendre(request: Requete, pk: int) -> HttpResponse:
    """Go where something is left to answer or to complete: the first such section, else the bilan.

    Asked to complete all of it, one starts with its first section.
    """
    dossier = charger(request, pk)
    exiger_role(dossier, Action.REPONDRE)
    parties = dossier.avancements
    reste = next((partie for partie in parties if not partie.est_complete), None)
    if reste is None and dossier.situation.intact and parties:
        reste = parties[0]
    if reste is None:
        return redirect("bilans:bilan", pk=pk)
    return redirect("bilans:section", pk=pk, code=reste.section.code)


@require_http_methods(["GET", "HEAD", "POST"])
@ouvert_par_lien
def section(request: Requete, pk: int, code: str) -> HttpResponse:
    dossier = charger(request, pk)
    groupe = section_ou_404(dossier, code)
    if request.method == "POST":
        exiger_role(dossier, Action.REPONDRE)
        return _enregistrer(request, dossier, groupe)
    if not dossier.reponses_visibles or dossier.bilan.etat not in CHEZ_LE_PARTENAIRE:
        return redirect("bilans:bilan", pk=pk)
    if groupe not in sections_montrees(dossier.questionnaire, dossier.etat):
        messages.info(request, DEMANDE_AUTREMENT)
        return redirect("bilans:bilan", pk=pk)
    marquer_lus(pk, dossier.acteur)
    return render(request, "bilans/section.html", contexte_section(request, dossier, groupe))


def lire(request: Requete) -> Envoi:
    """What the form of a section sends: names with a colon are about its rows."""
    return lire_envoi(request.POST, {nom for nom in request.POST if ":" in nom})


def _enregistrer(request: Requete, dossier: BilanOuvert, groupe: Groupe) -> HttpResponse:
    """Save what can be; show again what cannot, as it was typed."""
    envoi = lire(request)
    if not envoi.est_de(dossier.acteur.utilisateur.pk):
        return render(request, "erreurs/autre_personne.html", status=409)
    try:
        resultat = enregistrer(dossier.bilan.pk, acteur=dossier.acteur, envoi=envoi)
    except QuestionsRefusees as erreur:
        raise PermissionDenied(str(erreur)) from None
    except ActionRefusee as erreur:
        interdire(erreur.refus)
        return _afficher_refus(request, dossier, groupe, str(erreur), envoi)
    if resultat.erreurs or resultat.conflits:
        return _afficher_reste(request, dossier, groupe, resultat, envoi)
    enregistre = f"Enregistré le {date_heure_fr(resultat.le)}."
    return _suite(request, resultat.dossier, groupe, enregistre)


def _suite(request: Requete, dossier: BilanOuvert, groupe: Groupe, enregistre: str) -> HttpResponse:
    """Where the button pressed leads, once all is saved: what was typed is kept first."""
    suite, pk = request.POST.get("suite", ""), dossier.bilan.pk
    if ":" in suite:
        return suite_des_lignes(request, dossier, groupe, suite, enregistre)
    messages.success(request, enregistre)
    if suite == "suivante":
        montrees = sections_montrees(dossier.questionnaire, dossier.etat)
        rang = montrees.index(groupe) + 1 if groupe in montrees else len(montrees)
        if rang < len(montrees):
            return redirect("bilans:section", pk=pk, code=montrees[rang].code)
        return redirect("bilans:bilan", pk=pk)
    adresse = reverse("bilans:section", args=[pk, groupe.code])
    numero = suite if suite.isascii() and suite.isdigit() else request.GET.get("page", "")
    return redirect(f"{adresse}?page={numero}" if numero.isdigit() else adresse)


def _afficher_refus(
    request: Requete, dossier: BilanOuvert, groupe: Groupe, message: str, envoi: Envoi
) -> HttpResponse:
    """The moment is past (window closed, sent in another tab): nothing typed is lost."""
    messages.error(request, f"{message} Rien n’a été enregistré ; votre saisie reste affichée.")
    fraiche = charger(request, dossier.bilan.pk)
    reste = Reste({**envoi.ecartees, **envoi.valeurs})
    contexte = contexte_section(request, fraiche, groupe, reste)
    return render(request, "bilans/section.html", contexte, status=409)


def _afficher_reste(
    request: Requete,
    dossier: BilanOuvert,
    groupe: Groupe,
    resultat: EnregistrementBilan,
    envoi: Envoi,
) -> HttpResponse:
    """Some answers are refused or in conflict: the others are kept, these are shown again."""
    fraiche = charger(request, dossier.bilan.pk)
    conflits = {c.chemin for c in resultat.conflits}
    restants = {c: v for c, v in envoi.valeurs.items() if c in resultat.erreurs or c in conflits}
    reste = Reste(restants, resultat.erreurs, conflits)
    contexte = contexte_section(request, fraiche, groupe, reste)
    contexte["conflits"] = choix_a_faire(resultat, fraiche.acteur.utilisateur.pk)
    contexte["erreurs"] = [
        ErreurSaisie(f"{resultat.places[c].libelle_complet} : {message}", id_de(c))
        for c, message in resultat.erreurs.items()
    ]
    return render(request, "bilans/section.html", contexte, status=422)


def contexte_section(
    request: Requete, dossier: BilanOuvert, groupe: Groupe, reste: Reste | None = None
) -> dict[str, Any]:
    """All that the page of a section shows."""
    precedent = precedent_de(dossier.bilan)
    formulaire = FormulaireBilan(dossier, precedent, reste or Reste())
    rangees = dossier.etat.rangees.get(groupe.code, ()) if groupe.repetition else ()
    lignes = Paginator(rangees, LIGNES_PAR_PAGE).get_page(request.GET.get("page"))
    return {
        "dossier": dossier,
        "bilan": dossier.bilan,
        "section": groupe,
        "contenu": formulaire.section(groupe, tuple(lignes.object_list)),
        "modifiable": formulaire.modifiable,
        "parti": dossier.bilan.etat not in CHEZ_LE_PARTENAIRE,
        "fermee": dire_fermee(
            dossier.bilan.campagne.ouvre_le, dossier.acteur.jour, rouvrir(dossier)
        ),
        "page_lignes": lignes,
        "a_reporter": (
            len(a_reporter(dossier, precedent, groupe.code))
            if precedent and formulaire.modifiable
            else 0
        ),
        "exercice_avant": precedent.bilan.exercice if precedent else "",
        "plan": plan_de(dossier),
        "historique": _historique(dossier, groupe),
        "interlocuteur": interlocuteur_de(dossier),
        **panneau(dossier, groupe),
    }


def _historique(dossier: BilanOuvert, groupe: Groupe) -> str:
    """Where the answers of a section are told one after the other; "" for who may not read it."""
    if not dossier.lit_la_saisie:
        return ""
    return f"{reverse('bilans:historique', args=[dossier.bilan.pk])}?section={groupe.code}"
