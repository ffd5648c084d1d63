"""Delegating the rights of a partner to it, taking that back, and what it asks of its Caf."""

from functools import partial

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from habilitations.forms.droits import DelegationForm, DemandeForm
from habilitations.models import Adhesion, Delegation
from habilitations.presentation.partenaire import avertir
from habilitations.requetes import Requete
from habilitations.services.accord import est_responsable
from habilitations.services.couverture import (
    droits_du_partenaire,
    equipements_du_partenaire,
    laisses_sans,
)
from habilitations.services.delegations import accorder_delegation, retirer_delegation
from habilitations.services.demandes import demander_a_la_caf
from habilitations.views.cadre import annoncer, charger_partenaire, charger_pour_la_caf, mener
from portal.socle.actes import envoye, interdire
from portal.socle.formulaires import MotifForm
from portal.socle.refus import MOMENT, ROLE, Refus

ACTE = require_http_methods(["GET", "HEAD", "POST"])
NON_DELEGUE = Refus(
    MOMENT, "Le contrat de ce partenaire ne délègue pas la gestion des habilitations."
)
PAR_LE_PARTENAIRE = Refus(ROLE, "Le gestionnaire des habilitations du partenaire écrit ici.")


@ACTE
def deleguer(request: Requete, pk: int) -> HttpResponse:
    base = charger_pour_la_caf(request.acteur, pk)
    annonce = annoncer(
        base,
        titre="Déléguer la gestion des droits",
        texte="Le gestionnaire des habilitations du partenaire donnera et retirera ces rôles "
        "lui-même ; chaque droit portera la signature de la Caf. Vous répondez de cette délégation "
        "et la reprenez quand vous voulez.",
        libelle="Signer la délégation",
        succes="La délégation est signée.",
    )
    jour = request.acteur.jour
    formulaire = DelegationForm(
        envoye(request), equipements=equipements_du_partenaire(base, jour), initial={"du": jour}
    )
    service = partial(accorder_delegation, caf_id=base.caf_id, gestionnaire_id=base.gestionnaire_id)
    refus = None if base.mode == Adhesion.Mode.DELEGUE else NON_DELEGUE
    return mener(request, base, formulaire, service, annonce, refus)


@ACTE
def reprendre_delegation(request: Requete, pk: int) -> HttpResponse:
    base = charger_pour_la_caf(request.acteur, pk)
    jour = request.acteur.jour
    delegations = Delegation.objects.filter(base=base)
    # The one in force; a second click finds the one just taken back, and changes nothing.
    delegation = delegations.en_cours(jour).first() or delegations.order_by("-retire_le").first()
    if delegation is None:
        raise Http404("Ce partenaire n’a jamais eu de délégation.")
    dessous = droits_du_partenaire(base).filter(delegation=delegation)
    ids = list(dessous.values_list("pk", flat=True))
    annonce = annoncer(
        base,
        titre="Reprendre la délégation",
        texte="Le partenaire ne donne ni ne retire plus de droit, dès maintenant. Ceux qu’il a "
        "donnés sous cette délégation tombent avec elle.",
        cout=avertir(laisses_sans(base, ids, jour)),
        libelle="Reprendre la délégation",
        succes="La délégation est reprise.",
        danger=True,
    )
    service = partial(retirer_delegation, delegation.pk)
    return mener(request, base, MotifForm(envoye(request)), service, annonce)


@ACTE
def demander(request: Requete, pk: int) -> HttpResponse:
    """What a partner asks of its Caf, in mode délégué too: a second manager, say."""
    base = charger_partenaire(request.acteur, pk)
    if est_responsable(base.caf_id, request.acteur):
        interdire(PAR_LE_PARTENAIRE)
    annonce = annoncer(
        base,
        titre="Demander un droit à la Caf",
        texte="Votre demande est envoyée au responsable des habilitations de la Caf, qui y donne "
        "suite sur le portail. Indiquez la personne, son adresse électronique, le rôle, les "
        "équipements et les dates ; ou le droit à retirer.",
        libelle="Envoyer la demande",
        succes="Votre demande est envoyée à la Caf.",
    )
    service = partial(demander_a_la_caf, base.caf_id, base.gestionnaire_id)
    return mener(request, base, DemandeForm(envoye(request)), service, annonce)
