"""One reminder set aside, or brought back."""

from datetime import date
from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.dossiers.models import Dossier
from portal.relances.forms import MotifInterneForm
from portal.relances.models import Relance
from portal.relances.services import decisions
from portal.relances.services.lettres import A_ENVOYER, EN_PAUSE, Objet
from portal.relances.services.plan import plan
from portal.relances.views.acces import (
    adresse_du_jour,
    dossier_visible,
    jour_demande,
    refuser_la_decision,
    suit,
)
from portal.socle.actes import Annonce, agir, avertir, envoye, mener
from portal.socle.formats import date_fr


@require_http_methods(["GET", "HEAD", "POST"])
def ecarter(request: Requete, pk: int, utilisateur: int) -> HttpResponse:
    acteur: Acteur = request.acteur
    dossier = _dossier_suivi(acteur, pk)
    jour = jour_demande(request, acteur.jour)
    retour = adresse_du_jour(jour)
    objet = _prevu(dossier, utilisateur, jour)
    if objet is None:
        avertir(request, "Cette relance n’est plus prévue ce jour-là.")
        return redirect(retour)
    fiche = objet.dossier
    annonce = Annonce(
        titre="Écarter une relance",
        texte=f"{objet.destinataire} ne recevra pas la relance {objet.libelle_etape} concernant "
        f"{fiche.genre.defini} {fiche.libelle} – {fiche.objet}, à rendre pour le "
        f"{date_fr(objet.limite.le)}. Les étapes suivantes restent prévues.",
        libelle="Écarter",
        succes="Cette relance est écartée.",
        retour=retour,
        fil=(("Relances", retour),),
    )
    service = partial(decisions.ecarter, objet)
    return mener(request, MotifInterneForm(envoye(request)), service, annonce)


@require_POST
def retablir(request: Requete, pk: int) -> HttpResponse:
    acteur: Acteur = request.acteur
    relance = get_object_or_404(Relance, pk=pk)
    _dossier_suivi(acteur, relance.dossier_id)
    jour = jour_demande(request, acteur.jour)
    return agir(
        request,
        partial(decisions.retablir, pk),
        succes="Cette relance est rétablie.",
        retour=adresse_du_jour(jour),
    )


def _dossier_suivi(acteur: Acteur, pk: int) -> Dossier:
    """The file: 404 out of scope, 403 for who does not follow it."""
    dossier = dossier_visible(acteur, pk)
    if not suit(acteur, dossier):
        raise refuser_la_decision()
    return dossier


def _prevu(dossier: Dossier, utilisateur: int, jour: date) -> Objet | None:
    lettres = plan(jour, dossiers=[dossier.pk], personnes=[utilisateur])
    prevus = (o for x in lettres for o in x.objets if o.statut in (A_ENVOYER, EN_PAUSE))
    return next(prevus, None)
