"""Letters of right: asked for, then taken away once sealed."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from habilitations.requetes import Requete
from portal.socle.actes import agir
from portal.socle.documents import servir
from subventions.droits.services.lecteurs import lit_les_montants
from subventions.droits.services.lettres import demander_lettre
from subventions.droits.views.chargement import charger_droit
from subventions.models.lettres import LettreDroit


@require_POST
def demander(request: Requete, pk: int) -> HttpResponse:
    droit = charger_droit(request, pk)
    return agir(
        request,
        partial(demander_lettre, pk),
        succes="La lettre est demandée : elle s’affichera sur cette page une fois scellée.",
        retour=reverse("droits:dossier", args=[droit.equipement_id, droit.annee]),
    )


@require_safe
def lettre(request: Requete, pk: int) -> HttpResponseBase:
    lettres = LettreDroit.objects.visibles_par(request.acteur).select_related(
        "document", "droit__equipement"
    )
    objet = lettres.filter(pk=pk, document__isnull=False).first()
    if objet is None or objet.document is None:
        raise Http404("Cette lettre n’existe pas, ou elle n’est pas dans votre périmètre.")
    if not lit_les_montants(request.acteur, objet.droit.equipement):
        raise PermissionDenied("Le montant de ce droit ne vous est pas ouvert.")
    return servir(objet.document)
