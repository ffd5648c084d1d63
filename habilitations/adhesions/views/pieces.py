"""Papers of an adhesion file: handed in, looked at beside what was typed, handed out."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from habilitations.adhesions.definitions import genres
from habilitations.adhesions.exports.papiers import papier
from habilitations.adhesions.forms.dossiers import REFUSER, DepotForm, ExamenForm
from habilitations.adhesions.models import DossierAdhesion, PieceAdhesion
from habilitations.adhesions.presentation.dossiers import libelle, saisis
from habilitations.adhesions.presentation.fiche import (
    dire_saisies_apres,
    lues,
    manques_de_la_piece,
)
from habilitations.adhesions.services import pieces as services
from habilitations.adhesions.services.fiches import fiche_de
from habilitations.adhesions.views.acces import annoncer, charger, charger_pour_la_caf
from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.socle.actes import envoye, mener
from portal.socle.documents import decrire_fichier
from portal.socle.formats import citer
from portal.socle.telechargements import a_enregistrer
from portal.socle.views.documents import delivrer


@require_http_methods(["GET", "HEAD", "POST"])
def deposer(request: Requete, pk: int, genre: str) -> HttpResponse:
    objet = charger(request, pk)
    if genre not in objet.attendues:
        raise Http404("Ce dossier n’attend pas cette pièce.")
    annonce = annoncer(
        objet,
        titre=f"Déposer : {libelle(genre)}",
        texte=genres()[genre].contenu,
        libelle="Déposer",
        succes=f"La pièce {citer(libelle(genre))} est déposée : elle est à vérifier.",
    )
    formulaire = DepotForm.de_la_requete(request) if request.method == "POST" else DepotForm()
    return mener(request, formulaire, partial(services.recevoir, pk, genre), annonce)


@require_http_methods(["GET", "HEAD", "POST"])
def examiner(request: Requete, pk: int, piece: int) -> HttpResponse:
    """A paper beside what was typed: accept it, or refuse it with a reason."""
    objet = charger_pour_la_caf(request, pk)
    recue, fiche = _trouver(objet, piece), fiche_de(objet, request.acteur.jour)
    genre = genres()[recue.genre]
    annonce = annoncer(
        objet,
        titre=f"Vérifier : {genre.libelle}",
        texte="Ouvrez la pièce, et comparez-la à ce qui a été saisi.",
        libelle="Enregistrer la décision",
        succes="Votre décision est enregistrée.",
    )
    return mener(
        request,
        ExamenForm(envoye(request)),
        partial(_decider, pk, piece),
        annonce,
        dossier=objet,
        piece=recue,
        fichier=decrire_fichier(recue.document),
        saisis=saisis(objet, genre.donnees),
        sections=lues(fiche, genre.sections),
        saisies_apres=dire_saisies_apres(fiche, recue),
    )


@require_safe
def a_signer(request: Requete, pk: int, genre: str) -> HttpResponse:
    """A paper already filled in from the fiche; while something misses, one is told what."""
    objet = charger(request, pk)
    if genre not in objet.attendues:
        raise Http404("Ce dossier n’attend pas cette pièce.")
    fiche = fiche_de(objet, request.acteur.jour)
    if manques := manques_de_la_piece(fiche, genre):
        messages.warning(
            request, f"La pièce ne peut pas encore être remplie. Il reste : {' ; '.join(manques)}."
        )
        return redirect("adhesions:fiche", pk=pk)
    nom = f"{genre.replace('_', '-')}-{objet.gestionnaire.siret}.pdf"
    return a_enregistrer(papier(fiche, genre), nom, "pdf")


@require_safe
def fichier(request: Requete, pk: int, piece: int) -> HttpResponseBase:
    recue = _trouver(charger(request, pk), piece)
    return delivrer(request, recue.document, reverse("adhesions:dossier", args=[pk]))


def _decider(pk: int, piece: int, *, decision: str, motif: str, acteur: Acteur) -> PieceAdhesion:
    if decision == REFUSER:
        return services.refuser(pk, piece, motif=motif, acteur=acteur)
    return services.accepter(pk, piece, acteur=acteur)


def _trouver(dossier: DossierAdhesion, pk: int) -> PieceAdhesion:
    for piece in dossier.pieces.all():
        if piece.pk == pk:
            return piece
    raise Http404("Cette pièce n’est pas de ce dossier.")
