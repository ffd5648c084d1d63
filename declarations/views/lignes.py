"""Rows of a declaration: one more collectif or poste, its page, and what another one holds."""

from string import ascii_lowercase
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_http_methods, require_POST

from declarations.adresses import LIGNES_PAR_PAGE
from declarations.forms.lignes import LigneForm
from declarations.models import Volet
from declarations.presentation.reprise import ce_que_reprendre_fera
from declarations.regles.etats import Action
from declarations.regles.grille import ACTIVITE
from declarations.services import ajout_lignes, plusieurs_lignes, reprise
from declarations.services.donnees_caf import postes_proposes
from declarations.services.dossier_ouvert import DossierOuvert
from declarations.services.lignes import est_retiree
from declarations.views.actes import agir
from declarations.views.chargement import charger, exiger_role
from habilitations.requetes import Requete
from portal.saisie.regles.structure import Repetition
from portal.socle.actes import interdire
from portal.socle.refus import ActionRefusee, DemandeInvalide

# Names in the form of a volet that are about its rows, not figures.
NOMS_DES_LIGNES = ("cle_ligne", "libelle_ligne", "libelles_lignes", "combien_lignes")


def gestion_des_lignes(request: Requete, dossier: DossierOuvert, objet: Volet) -> dict[str, Any]:
    """What the page of the activité volet offers about its rows; empty elsewhere.

    What was typed of rows to add stays: without its empty lines, so that ranks count as they read.
    """
    if objet.nature != ACTIVITE or not ajout_lignes.peut_changer_les_lignes(dossier):
        return {}
    declaration, version = dossier.declaration, dossier.version
    grille = dossier.grille
    reprises = {
        nom: (reference, reprise.ce_qui_se_reprend(declaration, version, grille, reference))
        for nom, reference in reprise.sources_de(declaration).items()
    }
    sources = {
        nom: (reference, ce_que_reprendre_fera(prevue, grille.repetition))
        for nom, (reference, prevue) in reprises.items()
        if not prevue.est_vide
    }
    return {
        "cle": grille.repetition.singulier[0] + get_random_string(8, ascii_lowercase),
        "nommer": not grille.repetition.libelle_depuis,
        "sources": sources,
        "aucune": all(est_retiree(ligne) for ligne in version.lignes),
        "retirees": [ligne for ligne in version.lignes if est_retiree(ligne)],
        "libelle": request.POST.get("libelle_ligne", ""),
        "libelles": "\n".join(_noms_tapes(request)),
        "combien": request.POST.get("combien_lignes", ""),
    }


def ajouter(request: Requete, dossier: DossierOuvert) -> HttpResponse:
    """Add the row asked for from the page of the volet, then show it.

    Raises ActionRefusee, DemandeInvalide.
    """
    pk, cle = dossier.declaration.pk, request.POST.get("cle_ligne", "")
    libelle = request.POST.get("libelle_ligne", "")
    ajout_lignes.ajouter_ligne(pk, cle, acteur=dossier.acteur, libelle=libelle)
    return redirect(_adresse_de_ligne(charger(request, pk), cle))


def ajouter_plusieurs(request: Requete, dossier: DossierOuvert) -> HttpResponse:
    """Add the rows named one a line, or counted when nothing is to be named, then show them.

    Raises DemandeInvalide when none is added: the page shows what was typed again.
    """
    pk, cle = dossier.declaration.pk, request.POST.get("cle_ligne", "")
    libelles = _noms_tapes(request)
    if dossier.grille.repetition.libelle_depuis:
        libelles = [""] * _combien(request.POST.get("combien_lignes", ""))
    ajoutees = plusieurs_lignes.ajouter_lignes(pk, cle, libelles, acteur=dossier.acteur)
    if ajoutees:
        messages.success(request, _ajout(dossier.grille.repetition, len(ajoutees)))
    return redirect(_adresse_de_ligne(charger(request, pk), ajoutees[0] if ajoutees else ""))


def _noms_tapes(request: Requete) -> list[str]:
    return [nom for nom in request.POST.get("libelles_lignes", "").splitlines() if nom.strip()]


def _combien(brut: str) -> int:
    return int(brut) if brut.isascii() and brut.isdigit() and len(brut) < 4 else 0


def _ajout(repetition: Repetition, nombre: int) -> str:
    if nombre == 1:
        return f"Un {repetition.singulier} est ajouté."
    return f"{nombre} {repetition.pluriel} sont ajoutés."


def dupliquer(request: Requete, dossier: DossierOuvert, modele: str) -> HttpResponse:
    """Add a row like another, then show it. Raises ActionRefusee, DemandeInvalide."""
    pk, cle = dossier.declaration.pk, request.POST.get("cle_ligne", "")
    plusieurs_lignes.dupliquer_ligne(pk, modele, cle, acteur=dossier.acteur)
    return redirect(_adresse_de_ligne(charger(request, pk), cle))


def reprendre(request: Requete, dossier: DossierOuvert, source: str) -> HttpResponse:
    """Carry over the structure of another declaration. Raises ActionRefusee, DemandeInvalide."""
    pk = dossier.declaration.pk
    if reprise.reprendre_structure(pk, source, acteur=dossier.acteur):
        messages.success(
            request,
            "Les données sont reprises. Vérifiez-les, puis confirmez-les : une à une, ou "
            "toutes celles de la page par le menu « Autres ».",
        )
    else:
        messages.info(request, "Il n’y a rien de plus à reprendre.")
    return redirect("declarations:volet", pk=pk, nature=ACTIVITE)


@require_http_methods(["GET", "HEAD", "POST"])
def ligne(request: Requete, pk: int, cle: str) -> HttpResponse:
    """Name a row, attach it to a poste of the convention, withdraw it or bring it back."""
    dossier = charger(request, pk)
    exiger_role(dossier, Action.SAISIR, ACTIVITE)
    brute = _trouver(dossier, cle)
    grille = dossier.grille
    formulaire = LigneForm(
        request.POST or None,
        initial=brute,
        nommer=not grille.repetition.libelle_depuis,
        postes=postes_proposes(dossier.declaration),
    )
    if request.method == "POST" and formulaire.is_valid():
        try:
            ajout_lignes.modifier_ligne(pk, cle, acteur=dossier.acteur, **formulaire.cleaned_data)
        except ActionRefusee as erreur:
            interdire(erreur.refus)
            formulaire.add_error(None, str(erreur))
        except DemandeInvalide as erreur:
            formulaire.refuser(str(erreur), erreur.champ)
        else:
            messages.success(request, "La modification est enregistrée.")
            return redirect(_adresse_de_ligne(dossier, cle))
    affichees = {li.cle: li.libelle for li in dossier.contenu.lignes}
    contexte = {
        "dossier": dossier,
        "declaration": dossier.declaration,
        "formulaire": formulaire,
        "repetition": grille.repetition,
        "ligne": brute,
        "libelle": affichees.get(cle, brute["libelle"]),
        "retiree": est_retiree(brute),
        "modifiable": ajout_lignes.peut_changer_les_lignes(dossier),
        "retour": _adresse_de_ligne(dossier, cle),
    }
    statut = 422 if formulaire.is_bound else 200
    return render(request, "declarations/ligne.html", contexte, status=statut)


@require_POST
def retirer(request: Requete, pk: int, cle: str) -> HttpResponse:
    return _deplacer(request, pk, cle, ajout_lignes.retirer_ligne, "La ligne est retirée.")


@require_POST
def retablir(request: Requete, pk: int, cle: str) -> HttpResponse:
    return _deplacer(request, pk, cle, ajout_lignes.retablir_ligne, "La ligne est rétablie.")


def _deplacer(request: Requete, pk: int, cle: str, service: Any, succes: str) -> HttpResponse:
    dossier = charger(request, pk)
    exiger_role(dossier, Action.SAISIR, ACTIVITE)
    _trouver(dossier, cle)
    retour = reverse("declarations:volet", args=[pk, ACTIVITE])
    try:
        return agir(request, pk, service, cle, succes=succes, retour=retour)
    except DemandeInvalide as erreur:
        messages.error(request, str(erreur))
        return redirect(retour)


def _trouver(dossier: DossierOuvert, cle: str) -> dict[str, Any]:
    """The row as kept with the version at work; 404 when there is none."""
    trouvee = next((li for li in dossier.version.lignes if li["cle"] == cle), None)
    if trouvee is None or not dossier.grille.repetition.ajout:
        raise Http404("Cette ligne n’existe pas dans la déclaration.")
    return dict(trouvee)


def _adresse_de_ligne(dossier: DossierOuvert, cle: str) -> str:
    """Where a row is shown: its page of the volet, at its heading."""
    adresse = reverse("declarations:volet", args=[dossier.declaration.pk, ACTIVITE])
    cles = [li.cle for li in dossier.contenu.lignes]
    if cle not in cles:
        return adresse
    return f"{adresse}?page={cles.index(cle) // LIGNES_PAR_PAGE + 1}#ligne-{cle}"
