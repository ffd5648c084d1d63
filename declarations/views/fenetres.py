"""The dates of a window, changed from the calendar by who keeps them."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from declarations.forms.fenetres import FenetreForm
from declarations.models import Campagne
from declarations.presentation.calendrier import libelle_campagne
from declarations.presentation.fenetres import concernees
from declarations.services.fenetres import QUI, dater, fenetres_tenues_par, tient_des_fenetres
from portal.socle.actes import Annonce, envoye, mener


@require_http_methods(["GET", "HEAD", "POST"])
def fenetre(request: HttpRequest, pk: int) -> HttpResponse:
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


def _charger(request: HttpRequest, pk: int) -> Campagne:
    """A window that this person keeps: 403 for who keeps none, 404 for others'."""
    if not tient_des_fenetres(request.acteur):
        raise PermissionDenied(QUI)
    trouvee = fenetres_tenues_par(request.acteur).select_related("caf").filter(pk=pk).first()
    if trouvee is None:
        raise Http404("Cette fenêtre n’existe pas, ou elle est d’une autre Caf.")
    return trouvee
