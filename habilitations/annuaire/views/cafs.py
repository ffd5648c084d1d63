"""The Caf itself: how it is reached, and its SIRET."""

from functools import partial

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from habilitations.annuaire.forms.cafs import CafForm
from habilitations.annuaire.liens import adresse
from habilitations.annuaire.services import cafs as services
from habilitations.annuaire.views.perimetre import perimetre
from habilitations.requetes import Requete
from portal.socle.actes import Annonce, envoye, mener


@require_http_methods(["GET", "HEAD", "POST"])
def caf(request: Requete) -> HttpResponse:
    vu = perimetre(request)
    liste = adresse("portefeuilles", caf=vu.caf)
    annonce = Annonce(
        titre="Coordonnées de la Caf",
        texte="Le SIRET nomme la Caf dans ses données ouvertes. Le téléphone et l’adresse "
        "électronique sont ceux que lisent ses partenaires.",
        libelle="Enregistrer",
        succes="Les coordonnées de la Caf sont enregistrées.",
        retour=liste,
        sujet=vu.caf.nom,
        fil=(("Portefeuilles", liste),),
    )
    formulaire = CafForm(envoye(request), fiche=vu.caf, champs=services.CHAMPS)
    return mener(request, formulaire, partial(services.modifier_caf, vu.caf.pk), annonce)
