"""The form of a reprise: how many collectifs, the estimate, the save and its conflicts."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from declarations.elan.forms import PageElan
from declarations.elan.presentation.formulaire import FormulaireElan
from declarations.elan.services.references import lignes_reprises
from declarations.elan.services.saisie import (
    RepriseModifiee,
    SaisieRefusee,
    reprendre_elan,
)
from declarations.elan.views.chargement import Projet, charger
from declarations.models import RepriseElan
from declarations.regles.grille import LigneGrille
from declarations.services.erreurs import ChampsRefuses
from habilitations.presentation.fiche import interlocuteur
from habilitations.requetes import Requete
from portal.saisie.presentation.conflits import choix_a_faire
from portal.saisie.presentation.formulaire import Reste
from portal.saisie.regles.envoi import Envoi
from portal.socle.actes import avertir, interdire
from portal.socle.refus import ActionRefusee


@require_http_methods(["GET", "HEAD", "POST"])
def saisie(request: Requete, equipement: int, annee: int) -> HttpResponse:
    projet = charger(request, equipement, annee)
    if not request.acteur.suit(projet.equipement):
        raise PermissionDenied(
            "Les chiffres d’ELAN sont repris par le gestionnaire conseil du dossier."
        )
    if request.method == "POST":
        return _recevoir(request, projet)
    return _afficher(request, projet, _page_gardee(projet.reprise))


def _page_gardee(reprise: RepriseElan | None) -> PageElan:
    """The form as it stands: what was kept, or one empty collectif."""
    if reprise is None:
        return PageElan((), Envoi(0, {})).avec(1)
    return PageElan(lignes_reprises(reprise), Envoi(reprise.revision, reprise.valeurs))


def _recevoir(request: Requete, projet: Projet) -> HttpResponse:
    """Change how many collectifs there are, estimate, or save."""
    recue = PageElan.depuis(request.POST)
    if not recue.envoi.est_de(request.acteur.utilisateur.pk):
        return render(request, "erreurs/autre_personne.html", status=409)
    if retire := request.POST.get("retirer"):
        return _afficher_saisie(request, projet, recue.sans(retire))
    etape = request.POST.get("etape")
    if etape == "nombre":
        combien = request.POST.get("nombre", "")
        chiffres = combien.isascii() and combien.isdigit() and len(combien) < 5
        nombre = int(combien) if chiffres else len(recue.lignes)
        return _afficher_saisie(request, projet, recue.avec(nombre))
    if etape == "verifier":
        return _afficher_saisie(request, projet, recue)
    if etape == "estimer":
        contexte = {"projet": projet, **projet.estimer(recue)}
        return render(request, "declarations/elan/partials/estimation.html", contexte)
    return _enregistrer(request, projet, recue)


def _enregistrer(request: Requete, projet: Projet, recue: PageElan) -> HttpResponse:
    try:
        reprendre_elan(
            projet.equipement.pk,
            projet.annee,
            acteur=request.acteur,
            revision=recue.envoi.revision,
            lignes=recue.lignes,
            brut=recue.figures,
            ecartees=recue.envoi.ecartees,
            numero_elan=recue.numero_elan,
        )
    except SaisieRefusee as refus:
        return _afficher_saisie(request, projet, recue, refus.erreurs, status=422)
    except RepriseModifiee as conflit:
        return _montrer_conflit(request, projet, recue, conflit)
    except ChampsRefuses as erreur:
        raise PermissionDenied(str(erreur)) from None
    except ActionRefusee as erreur:
        interdire(erreur.refus)
        avertir(request, str(erreur))
        return redirect("declarations:elan")
    messages.success(request, "Les chiffres repris d’ELAN sont enregistrés.")
    return redirect(
        "declarations:elan_lecture", equipement=projet.equipement.pk, annee=projet.annee
    )


def _montrer_conflit(
    request: Requete, projet: Projet, recue: PageElan, conflit: RepriseModifiee
) -> HttpResponse:
    """What both sides changed is to be chosen from; the rest is merged, and shown."""
    reprise, resultat = conflit.reprise, conflit.resultat
    chemins = {c.chemin for c in resultat.conflits}
    disputees = [
        cast(LigneGrille, place.ligne)  # those of ``places_elan``
        for c, place in resultat.places.items()
        if c in chemins and place.ligne
    ]
    lignes = {ligne.cle: ligne for ligne in (*lignes_reprises(reprise), *disputees)}
    page = PageElan(tuple(lignes.values()), Envoi(reprise.revision, reprise.valeurs))
    saisie = {c: v for c, v in recue.envoi.valeurs.items() if c in chemins}
    return _afficher(
        request,
        projet,
        page,
        Reste(saisie, {}, chemins),
        status=409,
        conflits=choix_a_faire(resultat, request.acteur.utilisateur.pk),
    )


def _afficher_saisie(
    request: Requete,
    projet: Projet,
    page: PageElan,
    erreurs: Mapping[str, str] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The form as it was typed, nothing of it kept."""
    saisie = {**page.envoi.ecartees, **page.envoi.valeurs}
    return _afficher(request, projet, page, Reste(saisie, erreurs or {}), status=status)


def _afficher(
    request: Requete,
    projet: Projet,
    page: PageElan,
    reste: Reste | None = None,
    *,
    status: int = 200,
    **suite: Any,
) -> HttpResponse:
    formulaire = FormulaireElan(
        projet.grille, page.lignes, page.envoi.valeurs, page.envoi.revision, reste or Reste()
    )
    contexte = {
        "projet": projet,
        "formulaire": formulaire,
        "erreurs": formulaire.resume,
        "interlocuteur": interlocuteur(projet.equipement, request.acteur.jour),
        **projet.estimer(page),
        **suite,
    }
    return render(request, "declarations/elan/saisie.html", contexte, status=status)
