"""The end of an adhesion, decided on the page of its partner, and taken back."""

from functools import partial

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from habilitations.forms.fins import FinForm
from habilitations.models import Adhesion
from habilitations.requetes import Requete
from habilitations.services.couverture import droits_du_partenaire
from habilitations.services.fins import mettre_fin, rouvrir
from habilitations.views.cadre import annoncer, charger_pour_la_caf, mener
from portal.socle.actes import envoye
from portal.socle.formats import jour_fr
from portal.socle.formulaires import MotifForm
from portal.socle.francais import compter

ACTE = require_http_methods(["GET", "HEAD", "POST"])


@ACTE
def finir(request: Requete, pk: int) -> HttpResponse:
    base = charger_pour_la_caf(request.acteur, pk)
    annonce = annoncer(
        base,
        titre="Mettre fin à l’adhésion",
        texte=f"Après ce jour, {_droits(base, request)} ne donneront plus rien et aucune "
        "déclaration ne sera plus appelée. Ce qui est transmis reste à la Caf. Les personnes sont "
        "prévenues par courriel du jour, sans le motif.",
        cout="Pour une précaution qui vaut tout de suite, suspendez plutôt le partenaire.",
        libelle="Mettre fin à l’adhésion",
        succes="La fin de l’adhésion est enregistrée.",
        danger=True,
    )
    formulaire = FinForm(envoye(request), initial={"le": base.fin_le or request.acteur.jour})
    service = partial(mettre_fin, base.caf_id, base.gestionnaire_id)
    return mener(request, base, formulaire, service, annonce)


@ACTE
def continuer(request: Requete, pk: int) -> HttpResponse:
    base = charger_pour_la_caf(request.acteur, pk)
    fin = f"le {jour_fr(base.fin_le)}" if base.fin_le else "une date"
    annonce = annoncer(
        base,
        titre="Annuler la fin de l’adhésion",
        texte=f"L’adhésion ne prend plus fin {fin} : {_droits(base, request)} donnent de nouveau "
        "accès, dès maintenant, sauf ceux qui sont suspendus un à un.",
        cout="Retirez d’abord les droits des personnes qui ne sont plus là.",
        libelle="Annuler la fin de l’adhésion",
        succes="L’adhésion continue.",
    )
    service = partial(rouvrir, base.caf_id, base.gestionnaire_id)
    return mener(request, base, MotifForm(envoye(request)), service, annonce)


def _droits(base: Adhesion, request: Requete) -> str:
    siens = droits_du_partenaire(base).non_finies(request.acteur.jour)
    return f"les droits accordés à ce partenaire ({compter(siens.count(), 'droit')})"
