"""Papers of a file: joining, withdrawing, downloading."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from declarations.forms.justifications import prefixe
from declarations.presentation.echanges import titre_constat
from declarations.regles.etats import Action
from declarations.regles.grille import VOLETS
from declarations.regles.pieces import refus_joindre, refus_partenaire
from declarations.services import pieces as services
from declarations.services.dossier_ouvert import DossierOuvert
from declarations.views.actes import annoncer, mener
from declarations.views.chargement import charger
from declarations.views.echanges import RESERVEE
from declarations.views.evaluation import constats_lisibles
from habilitations.requetes import Requete
from portal.dossiers.forms import PieceForm
from portal.dossiers.models import PieceJointe
from portal.socle.actes import envoye, interdire, montrer
from portal.socle.formulaires import MotifForm
from portal.socle.refus import MOMENT, ActionRefusee, DemandeInvalide, Refus
from portal.socle.views.documents import delivrer


@require_http_methods(["GET", "HEAD", "POST"])
def joindre(request: Requete, pk: int) -> HttpResponse:
    dossier = charger(request, pk)
    cle = request.POST.get("cle", "") or request.GET.get("constat", "")
    refus = _refus(dossier, cle)
    interdire(refus)
    annonce = annoncer(dossier, retour=_retour(pk, cle), **_mots(dossier, cle))
    formulaire = PieceForm(initial={"cle": cle})
    if request.method == "POST":
        formulaire = PieceForm.de_la_requete(request)
        if formulaire.is_valid():
            try:
                services.joindre(pk, acteur=dossier.acteur, **formulaire.cleaned_data)
            except ActionRefusee as erreur:
                refus = erreur.refus
            except DemandeInvalide as erreur:
                formulaire.refuser(str(erreur), erreur.champ)
            else:
                messages.success(request, annonce.succes)
                return redirect(annonce.retour)
    return montrer(
        request, formulaire, annonce, refus=refus, dossier=dossier, declaration=dossier.declaration
    )


@require_http_methods(["GET", "HEAD", "POST"])
def retirer(request: Requete, pk: int, piece: int) -> HttpResponse:
    dossier = charger(request, pk)
    objet = _piece(dossier, piece)
    if objet.message_id:
        raise Http404("Cette pièce accompagne un message : elle ne se retire pas.")
    refus = services.refus_retirer(objet, dossier.situation, dossier.acteurs)
    interdire(refus)
    annonce = annoncer(
        dossier,
        titre="Retirer une pièce",
        texte=f"« {objet.libelle} » n’accompagnera plus la déclaration. Elle reste au dossier, "
        "avec votre motif.",
        libelle="Retirer la pièce",
        succes="La pièce est retirée.",
    )
    service = partial(services.retirer, pk, piece)
    return mener(request, dossier, MotifForm(envoye(request)), service, annonce, refus)


@require_safe
def telecharger(request: Requete, pk: int, piece: int) -> HttpResponseBase:
    objet = _piece(charger(request, pk), piece)
    return delivrer(request, objet.document, reverse("declarations:dossier", args=[pk]))


def _piece(dossier: DossierOuvert, pk: int) -> PieceJointe:
    """Load a paper of the file that this person may read; anything else is a 404."""
    objet: PieceJointe | None = (
        dossier.declaration.pieces.filter(pk=pk).select_related("document").first()
    )
    if objet is None or not objet.est_lisible(dossier.lecteur_de_pieces):
        raise Http404("Cette pièce n’existe pas, ou vous n’y avez pas accès.")
    return objet


def _refus(dossier: DossierOuvert, cle: str) -> Refus | None:
    """Why this person may not join a paper here, if so; the constat is one they read."""
    if not cle:
        return refus_joindre(dossier.situation, dossier.acteurs)
    refus = refus_partenaire(dossier.situation, dossier.acteurs, Action.JUSTIFIER)
    if refus:
        return refus
    lisibles = {s.constat.cle: s.constat for s in constats_lisibles(dossier, dossier.evaluation)}
    if cle not in lisibles:
        return Refus(MOMENT, "Cet écart n’est plus constaté : il n’y a rien à justifier.")
    volets = (lisibles[cle].volet,) if lisibles[cle].volet else VOLETS
    return refus_partenaire(dossier.situation, dossier.acteurs, Action.JUSTIFIER, volets)


def _mots(dossier: DossierOuvert, cle: str) -> dict[str, str]:
    """What the page says of a paper: what it goes with, and who will read it."""
    if cle:
        texte, cout = f"Cette pièce justifie : {titre_constat(cle, dossier.contenu.lignes)}.", ""
    else:
        texte = "Cette pièce accompagne la déclaration."
        cout = RESERVEE if dossier.piece_reservee else ""
    return {
        "titre": "Joindre une pièce",
        "texte": texte,
        "cout": cout,
        "libelle": "Joindre la pièce",
        "succes": "La pièce est jointe.",
    }


def _retour(pk: int, cle: str) -> str:
    vue, ancre = ("controles", prefixe(cle)) if cle else ("dossier", "pieces")
    return f"{reverse(f'declarations:{vue}', args=[pk])}#{ancre}"
