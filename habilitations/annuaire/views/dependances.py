"""What stands under an équipement, its lieux and its conventions: added, changed, deleted.

Written by whoever keeps the annuaire, and by the gestionnaire conseil who follows the équipement.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from habilitations.annuaire.forms.fiches import ConventionForm, LieuForm
from habilitations.annuaire.services import conventions, lieux
from habilitations.annuaire.services.acces import administre, tient
from habilitations.annuaire.views.perimetre import annoncer_equipement
from habilitations.models import Convention, Equipement, Lieu
from habilitations.requetes import Requete
from habilitations.views.actes import annoncer as annoncer_sur_la_fiche
from habilitations.views.actes import mener
from portal.socle.actes import Annonce, a_l_ouverture, envoye
from portal.socle.formulaires import ConfirmationForm

ACTE = require_http_methods(["GET", "HEAD", "POST"])
RETENU = "Rien ne doit s’en servir : ce qui a servi se ferme à une date, et reste lisible."


@ACTE
def lieu_nouveau(request: Requete, pk: int) -> HttpResponse:
    equipement = _charger(request, pk)
    annonce = _annoncer(
        request,
        equipement,
        titre="Ajouter un lieu d’accueil",
        texte="L’activité se déclare lieu par lieu. Un lieu ouvert en cours d’année porte sa date.",
        libelle="Ajouter",
        succes="Le lieu est ajouté.",
    )
    service = partial(lieux.ajouter_lieu, pk)
    return mener(request, equipement, LieuForm(envoye(request)), service, annonce)


@ACTE
def lieu(request: Requete, pk: int) -> HttpResponse:
    objet = get_object_or_404(Lieu, pk=pk)
    equipement = _charger(request, objet.equipement_id)
    annonce = _annoncer(
        request,
        equipement,
        titre="Modifier un lieu d’accueil",
        texte="Ce qui est déjà transmis garde le nom de son envoi.",
        libelle="Enregistrer",
        succes="Le lieu est enregistré.",
    )
    formulaire = LieuForm(envoye(request), fiche=objet, champs=lieux.CHAMPS)
    return mener(request, equipement, formulaire, partial(lieux.modifier_lieu, pk), annonce)


@ACTE
def lieu_supprime(request: Requete, pk: int) -> HttpResponse:
    objet = get_object_or_404(Lieu, pk=pk)
    equipement = _charger(request, objet.equipement_id)
    return _supprimer(
        request,
        equipement,
        partial(lieux.supprimer_lieu, pk),
        lieux.retenue_du_lieu(objet),
        titre=f"Supprimer le lieu « {objet.nom} »",
        succes="Le lieu est supprimé.",
    )


@ACTE
def convention_nouvelle(request: Requete, pk: int) -> HttpResponse:
    equipement = _charger(request, pk)
    annonce = _annoncer(
        request,
        equipement,
        titre="Ajouter une convention",
        texte="Convention d’objectifs et de financement : les exercices qu’elle couvre sont "
        "appelés au fil du calendrier.",
        libelle="Ajouter",
        succes="La convention est ajoutée.",
    )
    service = partial(conventions.ajouter_convention, pk)
    return mener(request, equipement, ConventionForm(envoye(request)), service, annonce)


@ACTE
def convention(request: Requete, pk: int) -> HttpResponse:
    objet = get_object_or_404(Convention, pk=pk)
    equipement = _charger(request, objet.equipement_id)
    annonce = _annoncer(
        request,
        equipement,
        titre="Modifier une convention",
        texte="Les déclarations déjà appelées demeurent, même pour un exercice qui n’est plus "
        "couvert.",
        libelle="Enregistrer",
        succes="La convention est enregistrée.",
    )
    formulaire = ConventionForm(envoye(request), fiche=objet, champs=conventions.CHAMPS)
    service = partial(conventions.modifier_convention, pk)
    return mener(request, equipement, formulaire, service, annonce)


@ACTE
def convention_supprimee(request: Requete, pk: int) -> HttpResponse:
    objet = get_object_or_404(Convention, pk=pk)
    equipement = _charger(request, objet.equipement_id)
    return _supprimer(
        request,
        equipement,
        partial(conventions.supprimer_convention, pk),
        conventions.retenue_de_la_convention(objet),
        titre=f"Supprimer la convention « {objet.reference} »",
        succes="La convention est supprimée.",
    )


def _charger(request: Requete, pk: int) -> Equipement:
    """An équipement that this person keeps, or follows; 403 for who only sees it, else 404."""
    acteur = request.acteur
    equipement = (
        Equipement.objects.select_related("caf", "gestionnaire", "portefeuille")
        .filter(pk=pk)
        .first()
    )
    if equipement and tient(acteur, equipement):
        return equipement
    if equipement and Equipement.objects.visibles_par(acteur).filter(pk=pk).exists():
        raise PermissionDenied("Seul qui tient l’annuaire, ou suit cet équipement, écrit ici.")
    raise Http404("Cet équipement n’existe pas, ou il n’est pas dans votre périmètre.")


def _supprimer(
    request: Requete,
    equipement: Equipement,
    service: Callable[..., Any],
    retenue: str,
    *,
    titre: str,
    succes: str,
) -> HttpResponse:
    """Ask to confirm a deletion, or say what holds it (``retenue``)."""
    annonce = _annoncer(
        request,
        equipement,
        titre=titre,
        texte=RETENU,
        cout="La suppression ne se reprend pas.",
        libelle="Supprimer",
        succes=succes,
        danger=True,
    )
    formulaire = ConfirmationForm(envoye(request))
    refus = a_l_ouverture(request, bool(retenue), retenue)
    return mener(request, equipement, formulaire, service, annonce, refus=refus)


def _annoncer(request: Requete, equipement: Equipement, **mots: Any) -> Annonce:
    """One comes back to the fiche of the annuaire, or to that of who follows the équipement."""
    if administre(request.acteur, equipement.caf_id):
        return annoncer_equipement(equipement, **mots)
    return annoncer_sur_la_fiche(equipement, **mots)
