"""Windows, from the calendar, by who keeps them: dates changed, opened, taken away."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from declarations.forms.fenetres import FenetreForm, OuvertureFenetreForm
from declarations.models import Campagne
from declarations.presentation.calendrier import libelle_campagne
from declarations.presentation.fenetres import concernees
from declarations.services.fenetres import QUI, dater, fenetres_tenues_par, tient_des_fenetres
from declarations.services.ouvrir_fenetres import (
    cafs_des_fenetres,
    ouvrir_fenetre,
    retirer_fenetre,
)
from habilitations.requetes import Requete
from portal.socle.actes import Annonce, envoye, mener
from portal.socle.formulaires import MotifForm


@require_http_methods(["GET", "HEAD", "POST"])
def fenetre(request: Requete, pk: int) -> HttpResponse:
    campagne = _charger(request, pk)
    calendrier = reverse("declarations:calendrier")
    annonce = Annonce(
        titre="Changer les dates",
        texte=f"{concernees(campagne)} Les rappels à venir suivent l’échéance ; ce qui est "
        "transmis et les dérogations accordées demeurent.",
        cout="Finie plus tôt, la saisie se ferme ce soir-là. Chaque personne qui a encore une "
        "déclaration à transmettre reçoit un avis et un courriel, sans votre motif.",
        libelle="Changer les dates",
        succes="Les dates sont changées.",
        sujet=f"{libelle_campagne(campagne)} – {campagne.get_dispositif_display()}, {campagne.caf}",
        retour=calendrier,
        fil=(("Calendrier", calendrier),),
    )
    formulaire = FenetreForm(envoye(request), initial=vars(campagne.fenetre))
    return mener(request, formulaire, partial(dater, pk), annonce)


@require_http_methods(["GET", "HEAD", "POST"])
def ouvrir(request: Requete) -> HttpResponse:
    """A window that no rule gives: another nature, another exercice."""
    if not tient_des_fenetres(request.acteur):
        raise PermissionDenied(QUI)
    calendrier = reverse("declarations:calendrier")
    annonce = Annonce(
        titre="Ouvrir une fenêtre de saisie",
        texte="Pour une déclaration que les règles du calendrier n’appellent pas à ces dates. Ses "
        "déclarations sont appelées le jour de l’ouverture, et les rappels suivent l’échéance.",
        libelle="Ouvrir la fenêtre",
        succes="La fenêtre est ouverte.",
        retour=calendrier,
        fil=(("Calendrier", calendrier),),
    )
    formulaire = OuvertureFenetreForm(
        envoye(request),
        cafs=cafs_des_fenetres(request.acteur),
        initial={"annee": request.acteur.jour.year},
    )
    return mener(request, formulaire, ouvrir_fenetre, annonce)


@require_http_methods(["GET", "HEAD", "POST"])
def retirer(request: Requete, pk: int) -> HttpResponse:
    campagne = _charger(request, pk)
    calendrier = reverse("declarations:calendrier")
    annonce = Annonce(
        titre="Retirer la fenêtre",
        texte="Pour une fenêtre ouverte par erreur, qui n’a appelé aucune déclaration.",
        libelle="Retirer la fenêtre",
        succes="La fenêtre est retirée.",
        sujet=f"{libelle_campagne(campagne)} – {campagne.get_dispositif_display()}, {campagne.caf}",
        retour=calendrier,
        fil=(("Calendrier", calendrier),),
        danger=True,
    )
    return mener(request, MotifForm(envoye(request)), partial(retirer_fenetre, pk), annonce)


def _charger(request: Requete, pk: int) -> Campagne:
    """A window that this person keeps: 403 for who keeps none, 404 for others'."""
    if not tient_des_fenetres(request.acteur):
        raise PermissionDenied(QUI)
    trouvee = fenetres_tenues_par(request.acteur).select_related("caf").filter(pk=pk).first()
    if trouvee is None:
        raise Http404("Cette fenêtre n’existe pas, ou elle est d’une autre Caf.")
    return trouvee
