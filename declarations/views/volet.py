"""Typing the figures of a volet, or reading them."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from declarations.adresses import LIGNES_PAR_PAGE
from declarations.models import Volet
from declarations.presentation.contacts import interlocuteur_de, titre_du_renvoi
from declarations.presentation.corrections import champs_a_corriger, lignes_a_corriger
from declarations.presentation.formulaire import FormulaireVolet
from declarations.presentation.volet_lu import volet_lu
from declarations.regles import etats
from declarations.regles.etats import Action
from declarations.regles.lignes import LIGNES_MAX
from declarations.services.dossier_ouvert import DossierOuvert
from declarations.services.erreurs import ChampsRefuses
from declarations.services.saisie import EnregistrementVolet, enregistrer
from declarations.views.chargement import charger, exiger_lecture, exiger_role, volet_de
from declarations.views.evaluation import panneau
from declarations.views.lignes import (
    NOMS_DES_LIGNES,
    ajouter,
    ajouter_plusieurs,
    dupliquer,
    gestion_des_lignes,
    reprendre,
)
from habilitations.requetes import Requete
from portal.dossiers.services.nouvelles import marquer_lus
from portal.saisie.presentation.conflits import choix_a_faire
from portal.saisie.presentation.formulaire import Reste
from portal.saisie.presentation.tableau import en_tableau as en_tableau_de
from portal.saisie.reception import SAISIE_GARDEE, lire_envoi
from portal.saisie.regles.envoi import Envoi
from portal.saisie.regles.lignes import est_une_cle
from portal.socle.actes import interdire
from portal.socle.composants import ErreurSaisie, id_de
from portal.socle.formats import date_heure_fr
from portal.socle.refus import ActionRefusee, DemandeInvalide

# How the rows of a volet are shown: chosen once, kept for the session.
FICHES, TABLEAU = VUES = ("fiches", "tableau")
VUE_DES_LIGNES = "vue_des_lignes"


@require_http_methods(["GET", "HEAD", "POST"])
def volet(request: Requete, pk: int, nature: str) -> HttpResponse:
    dossier = charger(request, pk)
    objet = volet_de(dossier, nature)
    if request.method == "POST":
        exiger_role(dossier, Action.SAISIR, nature)
        return _enregistrer(request, dossier, nature)
    if not dossier.figures_visibles:
        messages.info(request, "Le partenaire n’a pas encore transmis ces données.")
        return redirect("declarations:dossier", pk=pk)
    if dossier.version.est_envoyee:
        return redirect("declarations:version", pk=pk, numero=dossier.version.numero)
    exiger_lecture(dossier, nature)
    marquer_lus(pk, dossier.acteur)
    return _afficher(request, dossier, objet)


def _enregistrer(request: Requete, dossier: DossierOuvert, nature: str) -> HttpResponse:
    """Save what can be; show again what cannot, as it was typed."""
    envoi = lire_envoi(request.POST, NOMS_DES_LIGNES)
    if not envoi.est_de(dossier.acteur.utilisateur.pk):
        return render(request, "erreurs/autre_personne.html", status=409)
    try:
        resultat = enregistrer(
            dossier.declaration.pk,
            nature,
            acteur=dossier.acteur,
            revision=envoi.revision,
            brut=envoi.valeurs,
            confirmees=envoi.confirmees,
            ecartees=envoi.ecartees,
        )
    except ChampsRefuses as erreur:
        raise PermissionDenied(str(erreur)) from None
    except ActionRefusee as erreur:
        interdire(erreur.refus)
        return _afficher_refus(request, dossier, nature, str(erreur), envoi)
    if resultat.erreurs or resultat.conflits:
        return _afficher_reste(request, dossier, nature, resultat, envoi)
    try:
        suite = _suite(request, dossier, nature)
    except (ActionRefusee, DemandeInvalide) as refus:
        return _afficher_sans_suite(request, dossier, nature, str(refus))
    messages.success(request, f"Enregistré le {date_heure_fr(resultat.le)}.")
    return suite


def _en_tableau(request: Requete) -> bool:
    """Tell whether rows are typed as a table: what the person chose last, here or elsewhere."""
    vue = request.GET.get("vue", "")
    if vue in VUES:
        request.session[VUE_DES_LIGNES] = vue
    return request.session.get(VUE_DES_LIGNES) == TABLEAU


def _suite(request: Requete, dossier: DossierOuvert, nature: str) -> HttpResponse:
    """Where the button pressed leads, once all is saved.

    Same page, next rows, one more row, the page of a row, what another declaration holds, or the
    end of the volet: whatever was typed is kept first. Raises ActionRefusee, DemandeInvalide.
    """
    suite, pk = request.POST.get("suite", ""), dossier.declaration.pk
    verbe, _, objet = suite.partition(":")
    if suite == "terminer":
        return redirect("declarations:signer", pk=pk, nature=nature)
    if verbe == "ajouter":
        return ajouter(request, dossier)
    if verbe == "plusieurs":
        return ajouter_plusieurs(request, dossier)
    if verbe == "dupliquer" and est_une_cle(objet):
        return dupliquer(request, dossier, objet)
    if verbe == "reprendre":
        return reprendre(request, dossier, objet)
    if verbe == "ligne" and est_une_cle(objet):
        return redirect("declarations:ligne", pk=pk, cle=objet)
    adresse = reverse("declarations:volet", args=[pk, nature])
    numero = suite if suite.isascii() and suite.isdigit() else request.GET.get("page", "")
    return redirect(f"{adresse}?page={numero}" if numero.isdigit() else adresse)


def _afficher_sans_suite(
    request: Requete, dossier: DossierOuvert, nature: str, refus: str
) -> HttpResponse:
    """What was typed is kept, not what the button asked beside: names are shown again as typed."""
    fraiche = charger(request, dossier.declaration.pk)
    contexte = contexte_volet(request, fraiche, volet_de(fraiche, nature))
    if request.POST.get("suite") != "plusieurs" or not contexte["lignes"]:
        messages.error(request, f"{refus} {SAISIE_GARDEE}")
        return redirect("declarations:volet", pk=dossier.declaration.pk, nature=nature)
    message = f"{refus} Rien n’est ajouté. {SAISIE_GARDEE}"
    contexte["lignes"]["refus"] = message
    contexte["erreurs"] = [ErreurSaisie(message, "id_libelles_lignes")]
    return render(request, "declarations/volet.html", contexte, status=422)


def _afficher_refus(
    request: Requete, dossier: DossierOuvert, nature: str, message: str, envoi: Envoi
) -> HttpResponse:
    """The moment is past (window closed, volet signed in another tab): nothing typed is lost."""
    messages.error(request, f"{message} Rien n’a été enregistré ; votre saisie reste affichée.")
    fraiche = charger(request, dossier.declaration.pk)
    saisie = {**envoi.ecartees, **envoi.valeurs}
    contexte = contexte_volet(request, fraiche, volet_de(fraiche, nature), saisie=saisie)
    return render(request, "declarations/volet.html", contexte, status=409)


def _afficher_reste(
    request: Requete,
    dossier: DossierOuvert,
    nature: str,
    resultat: EnregistrementVolet,
    envoi: Envoi,
) -> HttpResponse:
    """Some values are refused or in conflict: the others are kept, these are shown again."""
    fraiche = charger(request, dossier.declaration.pk)
    conflits = {c.chemin for c in resultat.conflits}
    restants = {c: v for c, v in envoi.valeurs.items() if c in resultat.erreurs or c in conflits}
    contexte = contexte_volet(
        request,
        fraiche,
        volet_de(fraiche, nature),
        saisie=restants,
        erreurs=resultat.erreurs,
        conflits=conflits,
    )
    contexte["conflits"] = choix_a_faire(resultat, fraiche.acteur.utilisateur.pk)
    contexte["historique"] = reverse(
        "declarations:historique", args=[dossier.declaration.pk, nature]
    )
    return render(request, "declarations/volet.html", contexte, status=422)


def _afficher(request: Requete, dossier: DossierOuvert, objet: Volet) -> HttpResponse:
    return render(request, "declarations/volet.html", contexte_volet(request, dossier, objet))


def contexte_volet(
    request: Requete,
    dossier: DossierOuvert,
    objet: Volet,
    *,
    saisie: dict[str, Any] | None = None,
    erreurs: Any = None,
    conflits: Collection[str] = (),
) -> dict[str, Any]:
    """All that the page of a volet shows."""
    evaluation, nature = dossier.evaluation, objet.nature
    formulaire = FormulaireVolet(
        grille=evaluation.grille,
        nature=dossier.declaration.nature,
        lignes=evaluation.lignes,
        volet=objet,
        donnees=evaluation.donnees,
        roles=dossier.acteurs,
        cote_caf=dossier.cote_caf,
        modifiable=dossier.peut(Action.SAISIR, nature),
        references=evaluation.references,
        reste=Reste(saisie or {}, erreurs or {}, conflits),
    )
    a_des_lignes = any(
        s.repetition for s in evaluation.grille.sections_de(nature, dossier.declaration.nature)
    )
    en_tableau = a_des_lignes and formulaire.modifiable and _en_tableau(request)
    # As a table, forty rows are read at once.
    par_page = LIGNES_MAX if en_tableau else LIGNES_PAR_PAGE
    lignes = Paginator(evaluation.lignes if a_des_lignes else (), par_page)
    page_lignes = lignes.get_page(request.GET.get("page"))
    groupes = formulaire.groupes(list(page_lignes.object_list))
    return {
        "dossier": dossier,
        "declaration": dossier.declaration,
        "volet": objet,
        "titre_volet": etats.LIBELLES_VOLET[nature].capitalize(),
        "formulaire": formulaire,
        "renvoi": titre_du_renvoi(dossier, objet),
        "lu": volet_lu(dossier, objet),
        "a_corriger": champs_a_corriger(dossier, objet),
        "lignes_a_corriger": lignes_a_corriger(dossier, objet),
        "tableau": en_tableau_de(groupes) if en_tableau else None,
        "groupes": [g for g in groupes if not (en_tableau and g.cle)],
        "a_des_lignes": a_des_lignes,
        "page_lignes": page_lignes,
        "lignes": gestion_des_lignes(request, dossier, objet),
        "ensemble": any(not g.cle for g in groupes),
        "repetition": evaluation.grille.repetition,
        "erreurs": [
            ErreurSaisie(f"{dossier.emplacements[c].libelle_complet} : {m}", id_de(c))
            for c, m in (erreurs or {}).items()
        ],
        "interlocuteur": interlocuteur_de(dossier),
        **panneau(dossier, objet),
    }
