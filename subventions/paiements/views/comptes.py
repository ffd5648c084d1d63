"""Bank accounts of partners: list, one partner, proposal, confirmation, refusal, its paper."""

from collections.abc import Collection
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from habilitations.models import Adhesion, Fonction
from habilitations.models.droits import FONCTIONS_EQUIPEMENTS, FONCTIONS_INSTRUCTION
from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.socle.actes import Annonce, a_l_ouverture, envoye, interdire, mener
from portal.socle.formulaires import MotifForm
from portal.socle.francais import de_la
from portal.socle.refus import ROLE, Refus
from portal.socle.views.documents import delivrer
from subventions.paiements.filters import FiltreComptes
from subventions.paiements.forms.comptes import (
    CompteForm,
    ComptePayeurForm,
    ConfirmationCompteForm,
)
from subventions.paiements.models import ROLES_COMPTE, CompteBancaire, EtatCompte, ReglagePaiement
from subventions.paiements.presentation.comptes import etat_du_compte, faits_du_compte
from subventions.paiements.services import comptes as services
from subventions.paiements.services.acces import est_conseiller, tient_le_compte
from subventions.paiements.tables import TableauComptes
from subventions.paiements.views.cadre import (
    CAF_SEULE,
    annoncer,
    cafs_comme,
    charger_caf,
    charger_partenaire,
)

ACTE = require_http_methods(["GET", "HEAD", "POST"])
RUBRIQUE = "Comptes bancaires"
ATTENTES_MONTREES = 50
REMPLACE = "Jusque-là, les versements vont au compte en vigueur."
PREMIER = "Jusque-là, aucun compte n’est en vigueur."
LECTEUR = Refus(ROLE, "Un gestionnaire conseil de la Caf, ou le partenaire, propose un compte.")


@require_safe
def liste(request: Requete) -> HttpResponse:
    acteur: Acteur = request.acteur
    cafs = cafs_comme(acteur, FONCTIONS_EQUIPEMENTS)
    siens = {(d.caf_id, d.gestionnaire_id) for d in acteur.habilitations if d.role in ROLES_COMPTE}
    if not cafs and not siens:
        raise PermissionDenied("Les comptes bancaires se lisent à la Caf, et chez qui les tient.")
    visibles = CompteBancaire.objects.visibles_par(acteur)
    proposes = visibles.filter(etat=EtatCompte.PROPOSE).order_by("propose_le")
    attendent = list(proposes.select_related("gestionnaire", "propose_par")[:ATTENTES_MONTREES])
    chez = Adhesion.objects.filter(gestionnaire__in=[c.gestionnaire_id for c in attendent])
    bases = {(b.caf_id, b.gestionnaire_id): b.pk for b in chez}
    filtre = FiltreComptes(request.GET, _bases(acteur, siens))
    responsable = cafs_comme(acteur, (Fonction.RESPONSABLE_HABILITATIONS,))
    reglages = ReglagePaiement.objects.filter(caf__in=[c.pk for c in cafs])
    payeurs = {r.caf_id: r for r in reglages}
    contexte = {
        "formulaire": filtre.form if cafs else None,
        "tableau": TableauComptes(filtre.qs, request),
        "attendent": [(c, bases[c.caf_id, c.gestionnaire_id]) for c in attendent],
        "payeurs": [(caf, payeurs.get(caf.pk), caf in responsable) for caf in cafs],
    }
    return render(request, "paiements/comptes.html", contexte)


def _bases(acteur: Acteur, siens: Collection[tuple[int, int]]) -> QuerySet[Adhesion]:
    """Partners whose accounts one reads: of one's Cafs, and those whose money one keeps."""
    lisibles = Q(caf__in=acteur.cafs_comme(FONCTIONS_INSTRUCTION))
    for caf_id, gestionnaire_id in siens:
        lisibles |= Q(caf=caf_id, gestionnaire=gestionnaire_id)
    return Adhesion.objects.filter(lisibles)


@require_safe
def compte(request: Requete, pk: int) -> HttpResponse:
    """The account in force, the one that waits, those of before."""
    base, acteur = charger_partenaire(request.acteur, pk), request.acteur
    siens = CompteBancaire.objects.filter(caf=base.caf_id, gestionnaire=base.gestionnaire_id)
    lus = siens.select_related("propose_par", "confirme_par", "clos_par", "document")
    comptes = [(c, etat_du_compte(c), faits_du_compte(c)) for c in lus]
    propose = next((c for c, *_ in comptes if c.etat == EtatCompte.PROPOSE), None)
    traite = est_conseiller(base.caf_id, acteur)
    contexte = {
        "base": base,
        "comptes": comptes,
        "propose": propose,
        "a_soi": propose is not None and propose.propose_par_id == acteur.utilisateur.pk,
        "traite": traite,
        "peut_proposer": propose is None
        and (traite or tient_le_compte(base.caf_id, base.gestionnaire_id, acteur)),
    }
    return render(request, "paiements/compte.html", contexte)


@ACTE
def proposer(request: Requete, pk: int) -> HttpResponse:
    base, acteur = charger_partenaire(request.acteur, pk), request.acteur
    a_la_caf = est_conseiller(base.caf_id, acteur)
    if not (a_la_caf or tient_le_compte(base.caf_id, base.gestionnaire_id, acteur)):
        interdire(LECTEUR)
    siens = CompteBancaire.objects.filter(caf=base.caf_id, gestionnaire=base.gestionnaire_id)
    en_vigueur = siens.filter(etat=EtatCompte.ACTIF).exists()
    annonce = _annoncer(
        base,
        titre="Proposer un compte bancaire",
        texte="Une autre personne, à la Caf, le confirmera en relisant la pièce. "
        f"{REMPLACE if en_vigueur else PREMIER}",
        libelle="Proposer ce compte",
        succes="Le compte est proposé : il attend la confirmation "
        f"{'d’une autre personne' if a_la_caf else 'd’une personne'} de la Caf.",
    )
    formulaire = CompteForm.de_la_requete(request) if request.method == "POST" else CompteForm()
    service = partial(services.proposer_compte, base.caf_id, base.gestionnaire_id)
    attend = siens.filter(etat=EtatCompte.PROPOSE).exists()
    refus = a_l_ouverture(request, attend, services.ATTEND_DEJA)
    return mener(request, formulaire, service, annonce, refus=refus)


@ACTE
def confirmer(request: Requete, pk: int) -> HttpResponse:
    base, objet = _charger(request, pk)
    if not est_conseiller(base.caf_id, request.acteur):
        interdire(CAF_SEULE)
    if objet.propose_par_id == request.acteur.utilisateur.pk:
        interdire(Refus(ROLE, services.DEUX_PERSONNES))
    annonce = _annoncer(
        base,
        titre="Confirmer un compte bancaire",
        texte=f"Ouvrez la pièce, et rappelez {base.gestionnaire.nom} au numéro que la Caf lui "
        f"connaît. Le compte {objet.iban_masque}, au nom {de_la(objet.titulaire)}, recevra "
        "alors les prochains versements.",
        libelle="Confirmer ce compte",
        succes="Le compte est en vigueur : le partenaire est prévenu.",
        danger=True,
    )
    formulaire = ConfirmationCompteForm(envoye(request))
    service = partial(services.confirmer_compte, pk)
    return mener(request, formulaire, service, annonce, refus=_decide(request, objet))


@ACTE
def refuser(request: Requete, pk: int) -> HttpResponse:
    base, objet = _charger(request, pk)
    sien = objet.propose_par_id == request.acteur.utilisateur.pk
    if not sien and not est_conseiller(base.caf_id, request.acteur):
        interdire(CAF_SEULE)
    annonce = _annoncer(
        base,
        titre="Abandonner ce changement" if sien else "Refuser ce compte bancaire",
        texte="Le compte en vigueur, s’il y en a un, le reste. Le motif est lu par le partenaire.",
        libelle="Abandonner" if sien else "Refuser",
        succes="Le changement de compte est clos.",
        danger=True,
    )
    formulaire = MotifForm(envoye(request))
    service = partial(services.refuser_compte, pk)
    return mener(request, formulaire, service, annonce, refus=_decide(request, objet))


@require_safe
def piece(request: Requete, pk: int) -> HttpResponseBase:
    base, objet = _charger(request, pk)
    return delivrer(request, objet.document, reverse("paiements:compte", args=[base.pk]))


@ACTE
def payeur(request: Requete, code: str) -> HttpResponse:
    caf = charger_caf(request.acteur, code, FONCTIONS_EQUIPEMENTS)
    if caf not in cafs_comme(request.acteur, (Fonction.RESPONSABLE_HABILITATIONS,)):
        interdire(Refus(ROLE, "Seul le responsable des habilitations règle le compte payeur."))
    annonce = annoncer(
        reverse("paiements:comptes"),
        caf.nom,
        (RUBRIQUE, reverse("paiements:comptes")),
        titre="Régler le compte payeur",
        texte="Les fichiers de virements que la Caf remet à sa banque partent de ce compte.",
        libelle="Enregistrer",
        succes="Le compte payeur est enregistré.",
    )
    service = partial(services.regler_compte_payeur, caf.pk)
    return mener(request, ComptePayeurForm(envoye(request)), service, annonce)


def _decide(request: Requete, objet: CompteBancaire) -> Refus | None:
    decide = objet.etat != EtatCompte.PROPOSE
    return a_l_ouverture(request, decide, "Ce compte n’attend plus de confirmation.")


def _charger(request: Requete, pk: int) -> tuple[Adhesion, CompteBancaire]:
    visibles = CompteBancaire.objects.visibles_par(request.acteur)
    objet = visibles.select_related("document", "propose_par").filter(pk=pk).first()
    if objet is None:
        raise Http404("Ce compte n’existe pas, ou il n’est pas d’un partenaire que vous suivez.")
    base = Adhesion.objects.select_related("caf", "gestionnaire").get(
        caf=objet.caf_id, gestionnaire=objet.gestionnaire_id
    )
    return base, objet


def _annoncer(base: Adhesion, **mots: Any) -> Annonce:
    return annoncer(
        reverse("paiements:compte", args=[base.pk]),
        base.gestionnaire.nom,
        (RUBRIQUE, reverse("paiements:comptes")),
        **mots,
    )
