"""An adhesion on the page of its partner: its end, taken back or not; its signature, made anew."""

from functools import partial

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from habilitations.forms.fins import FinForm
from habilitations.models import Adhesion
from habilitations.presentation.adhesions import etat_de_l_adhesion
from habilitations.requetes import Requete
from habilitations.services.adhesions import a_signer_de_nouveau, signer_adhesion
from habilitations.services.couverture import droits_du_partenaire
from habilitations.services.fins import mettre_fin, rouvrir
from habilitations.views.cadre import annoncer, charger_pour_la_caf, mener
from portal.socle.actes import envoye
from portal.socle.formats import jour_fr
from portal.socle.formulaires import MotifForm
from portal.socle.francais import compter
from portal.socle.refus import MOMENT, Refus

DEJA = "Cette adhésion est bien celle que la Caf a signée."
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


@ACTE
def signer(request: Requete, pk: int) -> HttpResponse:
    """Once read, when it is not what the Caf had signed any more."""
    base = charger_pour_la_caf(request.acteur, pk)
    jour = request.acteur.jour
    annonce = annoncer(
        base,
        titre="Signer de nouveau l’adhésion",
        texte=f"L’adhésion dit aujourd’hui : {etat_de_l_adhesion(base, jour)[0].lower()} ; "
        f"{base.get_mode_display().lower()}. Vérifiez-le sur ses papiers : "
        f"{_droits(base, request)} en dépendent, et vaudront de nouveau ce qu’elle permet.",
        cout="Quelqu’un l’a changée hors du portail : prévenez d’abord l’exploitant, qui gardera "
        "une copie de la base.",
        libelle="Signer cette adhésion",
        succes="L’adhésion est signée.",
    )
    refus = None if a_signer_de_nouveau(base) else Refus(MOMENT, DEJA)
    service = partial(signer_adhesion, base.caf_id, base.gestionnaire_id)
    return mener(request, base, MotifForm(envoye(request)), service, annonce, refus)


def _droits(base: Adhesion, request: Requete) -> str:
    siens = droits_du_partenaire(base).non_finies(request.acteur.jour)
    return f"les droits accordés à ce partenaire ({compter(siens.count(), 'droit')})"
