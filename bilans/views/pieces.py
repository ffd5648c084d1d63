"""Files of a bilan: joining, withdrawing, downloading."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from bilans.presentation.points import adresse_de_question
from bilans.regles.avancement import section_de
from bilans.regles.etats import ACTES, Action
from bilans.regles.questionnaire import FICHIER
from bilans.services import pieces as services
from bilans.services.bilan_ouvert import BilanOuvert
from bilans.views.actes import annoncer, mener
from bilans.views.chargement import charger, exiger_role
from habilitations.requetes import Requete
from portal.dossiers.forms import PieceForm
from portal.dossiers.models import PieceJointe
from portal.dossiers.par_lien import ouvert_par_lien
from portal.socle.actes import envoye, montrer
from portal.socle.formulaires import MotifForm
from portal.socle.refus import ActionRefusee, DemandeInvalide
from portal.socle.views.documents import delivrer


@require_http_methods(["GET", "HEAD", "POST"])
@ouvert_par_lien
def joindre(request: Requete, pk: int, chemin: str) -> HttpResponse:
    """Answer a question with a file."""
    dossier = charger(request, pk)
    exiger_role(dossier, Action.REPONDRE)
    place = dossier.emplacements.get(chemin)
    if place is None or place.champ.type != FICHIER:
        raise Http404("Cette question n’attend pas de fichier.")
    annonce = annoncer(
        dossier,
        titre="Joindre un fichier",
        texte=f"Ce fichier répond à : {place.libelle_complet}.",
        libelle="Joindre le fichier",
        succes="Le fichier est joint.",
        retour=_retour(dossier, chemin),
    )
    refus = ACTES.refus(Action.REPONDRE, dossier.situation, dossier.acteurs)
    formulaire = PieceForm(initial={"cle": chemin})
    if request.method == "POST":
        formulaire = PieceForm.de_la_requete(request)
        if formulaire.is_valid():
            try:
                donnees = formulaire.cleaned_data | {"cle": chemin}
                services.joindre(pk, acteur=dossier.acteur, **donnees)
            except ActionRefusee as erreur:
                refus = erreur.refus
            except DemandeInvalide as erreur:
                formulaire.refuser(str(erreur), erreur.champ)
            else:
                messages.success(request, annonce.succes)
                return redirect(annonce.retour)
    return montrer(request, formulaire, annonce, refus=refus, dossier=dossier, bilan=dossier.bilan)


@require_http_methods(["GET", "HEAD", "POST"])
@ouvert_par_lien
def retirer(request: Requete, pk: int, piece: int) -> HttpResponse:
    dossier = charger(request, pk)
    objet = _piece(dossier, piece)
    exiger_role(dossier, Action.REPONDRE)
    refus = ACTES.refus(Action.REPONDRE, dossier.situation, dossier.acteurs)
    annonce = annoncer(
        dossier,
        titre="Retirer un fichier",
        texte=f"« {objet.libelle} » ne répondra plus à la question. Il reste au dossier, avec "
        "votre motif.",
        libelle="Retirer le fichier",
        succes="Le fichier est retiré.",
        retour=_retour(dossier, objet.cle),
    )
    service = partial(services.retirer, pk, piece)
    refus = refus or services.refus_retirer(dossier, objet)
    return mener(request, dossier, MotifForm(envoye(request)), service, annonce, refus)


@require_safe
@ouvert_par_lien
def telecharger(request: Requete, pk: int, piece: int) -> HttpResponseBase:
    objet = _piece(charger(request, pk), piece)
    return delivrer(request, objet.document, reverse("bilans:bilan", args=[pk]))


def _piece(dossier: BilanOuvert, pk: int) -> PieceJointe:
    """Load a file that this person may read; anything else is a 404."""
    objet: PieceJointe | None = (
        dossier.bilan.pieces.filter(pk=pk).select_related("document").first()
    )
    if objet is None or not objet.est_lisible(services.lecteur_de_pieces(dossier)):
        raise Http404("Ce fichier n’existe pas, ou vous n’y avez pas accès.")
    return objet


def _retour(dossier: BilanOuvert, chemin: str) -> str:
    """The question, where it is asked; the bilan otherwise."""
    place = dossier.emplacements.get(chemin)
    if place is None:
        return reverse("bilans:bilan", args=[dossier.bilan.pk])
    return adresse_de_question(dossier, section_de(dossier.questionnaire, place), place)
