"""Lots of payments: list, what is due, one lot, its acts, its files."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from habilitations.models import Caf
from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.socle.actes import a_l_ouverture, envoye, interdire, mener
from portal.socle.formulaires import MotifForm
from portal.socle.refus import ROLE, ActionRefusee, DemandeInvalide, Refus
from subventions.paiements.filters import FiltreLots
from subventions.paiements.forms.lots import ChoixForm, OrdreForm, PaiementForm
from subventions.paiements.models import EtatLot, LotPaiement
from subventions.paiements.presentation.lots import (
    ce_qui_serait_ordonne,
    etat_du_lot,
    faits_du_lot,
    versement_lu,
)
from subventions.paiements.presentation.propositions import a_payer, lignes_lues
from subventions.paiements.regles import jours
from subventions.paiements.regles.etats import EtatVersement
from subventions.paiements.services import lots as services
from subventions.paiements.services import reglements
from subventions.paiements.services.acces import est_conseiller
from subventions.paiements.services.dues import depassements_du_lot, lignes_dues, troubles_du_lot
from subventions.paiements.tables import TableauLots
from subventions.paiements.views.cadre import (
    CAF_SEULE,
    annoncer_lot,
    cafs_comme,
    charger_caf,
    charger_lot,
    versements_de,
    versements_ordonnes,
)

ACTE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def liste(request: Requete) -> HttpResponse:
    acteur: Acteur = request.acteur
    cafs = cafs_comme(acteur, FONCTIONS_INSTRUCTION)
    if not cafs:
        raise PermissionDenied("Les lots de paiements se lisent à la Caf.")
    filtre = FiltreLots(request.GET, LotPaiement.objects.visibles_par(acteur))
    contexte = {
        "formulaire": filtre.form,
        "filtree": filtre.form.has_changed(),
        "tableau": TableauLots(filtre.qs, request),
        "cafs": [caf for caf in cafs if est_conseiller(caf.pk, acteur)],
    }
    return render(request, "paiements/lots.html", contexte)


@ACTE
def nouveau(request: Requete, code: str) -> HttpResponse:
    """What is due to the files that one follows, and what cannot be paid, and why."""
    acteur, caf = request.acteur, _caf(request, code)
    dues = lignes_dues(caf.pk, acteur)
    payables = [ligne for ligne in dues if not ligne.refus]
    erreur, statut, choisies = "", 200, {ligne.cle for ligne in payables}
    if request.method == "POST":
        formulaire = ChoixForm(request.POST)
        formulaire.is_valid()
        cles = formulaire.cleaned_data["cles"]
        choisies = set(cles)
        try:
            lot = services.proposer_lot(caf.pk, cles=cles, acteur=acteur)
        except (DemandeInvalide, ActionRefusee) as refus:
            erreur, statut = str(refus), 422
        else:
            messages.success(
                request, "Le lot est proposé : une autre personne de la Caf doit l’ordonner."
            )
            return redirect("paiements:lot", pk=lot.pk)
    contexte = {
        "caf": caf,
        "payables": lignes_lues(payables, choisies),
        "a_payer": a_payer(payables),
        "autres": lignes_lues([ligne for ligne in dues if ligne.refus], set()),
        "erreur": erreur,
    }
    return render(request, "paiements/nouveau_lot.html", contexte, status=statut)


@require_safe
def lot(request: Requete, pk: int) -> HttpResponse:
    objet = charger_lot(request, pk)
    versements = versements_de(objet)
    acteur = request.acteur
    propose = objet.etat == EtatLot.PROPOSE
    restent = [v for v in versements if v.etat == "propose"]
    troubles = {v.pk: t for v, t in troubles_du_lot(restent)} if propose else {}
    depassements = depassements_du_lot(restent) if propose else {}
    contexte = {
        "lot": objet,
        "etat": etat_du_lot(objet),
        "faits": faits_du_lot(objet, versements),
        "versements": [
            versement_lu(v, troubles.get(v.pk, ""), depassements.get(v.pk)) for v in versements
        ],
        "traite": est_conseiller(objet.caf_id, acteur),
        "a_soi": objet.propose_par_id == acteur.utilisateur.pk,
        "a_payer": any(v.etat == "ordonne" for v in versements),
    }
    return render(request, "paiements/lot.html", contexte)


@ACTE
def ordonner(request: Requete, pk: int) -> HttpResponse:
    objet = _traiter(request, pk)
    if objet.propose_par_id == request.acteur.utilisateur.pk:
        interdire(Refus(ROLE, services.DEUX_PERSONNES))
    restent = objet.versements.filter(etat=EtatVersement.PROPOSE.value)
    annonce = annoncer_lot(
        objet,
        titre="Ordonner un lot de paiements",
        texte=f"Vous donnez le bon à payer de {ce_qui_serait_ordonne(restent)}, aux comptes "
        "confirmés ce jour. Les partenaires sont prévenus.",
        cout="Une ligne ordonnée ne se retire plus : seule la banque peut la renvoyer.",
        libelle="Donner le bon à payer",
        succes="Le lot est ordonné : exportez-le pour la comptabilité ou la banque.",
        danger=True,
    )
    formulaire = OrdreForm(
        envoye(request),
        initial={"execution_le": request.acteur.jour, "vu": services.vu_du_lot(restent)},
        bornes=jours.de_l_execution(request.acteur.jour),
    )
    return mener(
        request,
        formulaire,
        partial(services.ordonner_lot, pk),
        annonce,
        refus=_refus_de_decider(request, objet),
    )


@ACTE
def refuser(request: Requete, pk: int) -> HttpResponse:
    objet = _traiter(request, pk)
    sien = objet.propose_par_id == request.acteur.utilisateur.pk
    annonce = annoncer_lot(
        objet,
        titre="Abandonner un lot de paiements" if sien else "Refuser un lot de paiements",
        texte="Rien n’en est payé : ses échéances redeviennent à proposer.",
        libelle="Abandonner" if sien else "Refuser",
        succes="Le lot est abandonné." if sien else "Le lot est refusé.",
        annuler="Revenir",
        danger=True,
    )
    return mener(
        request,
        MotifForm(envoye(request)),
        partial(services.refuser_lot, pk),
        annonce,
        refus=_refus_de_decider(request, objet),
    )


@ACTE
def payer(request: Requete, pk: int) -> HttpResponse:
    objet = _traiter(request, pk)
    restent = versements_ordonnes(objet)
    annonce = annoncer_lot(
        objet,
        titre="Enregistrer les paiements d’un lot",
        texte=f"{ce_qui_serait_ordonne(restent)} : tout est enregistré comme payé ce jour-là. Pour "
        "le faire ligne à ligne, importez le fichier des paiements.",
        libelle="Enregistrer",
        succes="Les paiements sont enregistrés : les partenaires sont prévenus.",
    )
    jour = request.acteur.jour
    ordonne_le = timezone.localdate(objet.ordonne_le) if objet.ordonne_le else jour
    formulaire = PaiementForm(
        envoye(request),
        initial={"paye_le": jour},
        bornes=jours.du_paiement(ordonne_le, jour),
    )
    refus = a_l_ouverture(request, not restent, reglements.RIEN_A_PAYER)
    return mener(request, formulaire, partial(reglements.payer_lot, pk), annonce, refus=refus)


def _refus_de_decider(request: Requete, objet: LotPaiement) -> Refus | None:
    return services.refus_de_decider(objet) if request.method != "POST" else None


def _traiter(request: Requete, pk: int) -> LotPaiement:
    objet = charger_lot(request, pk)
    if not est_conseiller(objet.caf_id, request.acteur):
        interdire(CAF_SEULE)
    return objet


def _caf(request: Requete, code: str) -> Caf:
    caf = charger_caf(request.acteur, code, FONCTIONS_INSTRUCTION)
    if not est_conseiller(caf.pk, request.acteur):
        interdire(CAF_SEULE)
    return caf
