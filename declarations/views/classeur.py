"""The workbook of a volet: taken away, filled, brought back, looked at before it is saved."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from declarations.exports.classeur import classeur_de_volet, consignes
from declarations.forms.classeur import ClasseurForm
from declarations.models import Volet
from declarations.presentation.classeur import changements_lus
from declarations.regles import etats
from declarations.regles.classeur import a_des_lignes
from declarations.regles.controles.textes import typographie
from declarations.regles.etats import Action
from declarations.regles.grille import ACTIVITE
from declarations.services.ajout_lignes import peut_changer_les_lignes
from declarations.services.classeur import apercu_de_classeur, pages_de, repere_de
from declarations.services.dossier_ouvert import DossierOuvert
from declarations.views.chargement import charger, exiger_lecture, exiger_role, volet_de
from habilitations.requetes import Requete
from portal.socle.depots import ecartes
from portal.socle.lecture_classeurs import TROP_LOURD, ClasseurRefuse
from portal.socle.telechargements import a_enregistrer

ERREURS_MONTREES = 100
PLUS_OUVERT = (
    "Le classeur n’a pas été lu : ce volet n’est plus ouvert à la saisie. Rien n’a été enregistré."
)


@require_safe
def telecharger(request: Requete, pk: int, nature: str) -> HttpResponse:
    """The workbook with what the volet holds now, to be filled by who types it."""
    dossier, objet = _ouvrir(request, pk, nature)
    references = dossier.evaluation.references
    feuilles = pages_de(dossier, nature)
    contenu = classeur_de_volet(
        feuilles,
        objet.valeurs,
        references[0] if references else None,
        titre=f"{dossier.declaration.equipement.nom} – {dossier.declaration.libelle}",
        repere=str(repere_de(dossier, objet)),
        suite=consignes(
            dossier.grille.repetition.singulier if a_des_lignes(feuilles) else "",
            ajout=nature == ACTIVITE and peut_changer_les_lignes(dossier),
            limitee=objet.champs_ouverts is not None,
        ),
    )
    return a_enregistrer(contenu, f"saisie-{nature}-{pk}.xlsx", "xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def deposer(request: Requete, pk: int, nature: str) -> HttpResponse:
    """Read a workbook; show what it changes, before and after. Nothing is written here."""
    dossier, objet = _ouvrir(request, pk, nature)
    if not dossier.peut(Action.SAISIR, nature):
        if request.method == "POST":
            messages.warning(request, PLUS_OUVERT)
        return redirect("declarations:volet", pk=pk, nature=nature)
    if request.method != "POST":
        return _afficher(request, dossier, objet, ClasseurForm())
    formulaire = ClasseurForm(request.POST, request.FILES)
    if message := ecartes(request, TROP_LOURD).get("fichier"):
        formulaire.errors.clear()
        formulaire.add_error("fichier", message)
    if not formulaire.is_valid():
        return _afficher(request, dossier, objet, formulaire, status=422)
    try:
        apercu = apercu_de_classeur(dossier, objet, formulaire.cleaned_data["fichier"])
    except ClasseurRefuse as refus:
        formulaire.add_error("fichier", str(refus))
        return _afficher(request, dossier, objet, formulaire, status=422)
    erreurs = [typographie(str(erreur)) for erreur in apercu.erreurs]
    return _afficher(
        request,
        dossier,
        objet,
        ClasseurForm(),
        apercu=apercu,
        nom=formulaire.cleaned_data["fichier"].name,
        changements=changements_lus(apercu, dossier.places(nature)),
        refus=erreurs[:ERREURS_MONTREES],
        reste=max(len(erreurs) - ERREURS_MONTREES, 0),
        avertissements=[typographie(str(a)) for a in apercu.avertissements],
    )


def _ouvrir(request: Requete, pk: int, nature: str) -> tuple[DossierOuvert, Volet]:
    """The volet of a file, for who types it; 403 or 404 for anybody else."""
    dossier = charger(request, pk)
    objet = volet_de(dossier, nature)
    exiger_role(dossier, Action.SAISIR, nature)
    exiger_lecture(dossier, nature)
    return dossier, objet


def _afficher(
    request: Requete,
    dossier: DossierOuvert,
    objet: Volet,
    formulaire: forms.Form,
    *,
    status: int = 200,
    **suite: Any,
) -> HttpResponse:
    contexte = {
        "dossier": dossier,
        "declaration": dossier.declaration,
        "volet": objet,
        "titre_volet": etats.LIBELLES_VOLET[objet.nature].capitalize(),
        "formulaire": formulaire,
        "par_ligne": a_des_lignes(pages_de(dossier, objet.nature)),
        "repetition": dossier.grille.repetition,
        "precedente": bool(dossier.evaluation.references),
        "limitee": objet.champs_ouverts is not None,
        **suite,
    }
    return render(request, "declarations/classeur.html", contexte, status=status)
