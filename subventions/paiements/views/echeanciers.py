"""The schedule of one file, for the Caf and for the partner's people who read amounts."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from habilitations.models import Equipement
from habilitations.regles.exercices import ANNEE_MAX, ANNEE_MIN, libelle_exercice
from habilitations.requetes import Requete
from portal.socle.actes import Annonce, a_l_ouverture, envoye, interdire, mener
from portal.socle.formats import citer, euros
from portal.socle.formulaires import MotifForm
from subventions.droits.services.lecteurs import lit_les_montants
from subventions.paiements.forms.indus import NotificationForm
from subventions.paiements.models import Indu
from subventions.paiements.presentation.echeancier import bloc_echeancier
from subventions.paiements.presentation.indus import etat_de_l_indu, recouvrement
from subventions.paiements.presentation.tresorerie import tresorerie_lue
from subventions.paiements.regles import jours
from subventions.paiements.regles.echeances import ecart_a_accepter
from subventions.paiements.services.acces import est_conseiller
from subventions.paiements.services.ecarts import accepter_ecart as service_ecart
from subventions.paiements.services.echeancier import echeancier_de
from subventions.paiements.services.indus import (
    indu_a_notifier,
    notifier_indu,
    reclame_de_trop,
    rien_a_reclamer,
)
from subventions.paiements.views.cadre import CAF_SEULE, annoncer

ACTE = require_http_methods(["GET", "HEAD", "POST"])
RESERVE = "Les montants de cet équipement ne sont pas ouverts à votre rôle."


@require_safe
def echeancier(request: Requete, equipement: int, annee: int) -> HttpResponse:
    objet = _charger(request, equipement, annee)
    lu = echeancier_de(objet, annee)
    siens = Indu.objects.filter(equipement=objet, annee=annee).select_related("caf")
    communs: dict[str, Any] = {
        "equipement": objet,
        "annee": annee,
        "bloc": bloc_echeancier(lu),
        "tresorerie": tresorerie_lue(lu, request.acteur.jour),
        "indus": [(indu, etat_de_l_indu(indu), recouvrement(indu)) for indu in siens.avec_reste()],
    }
    if request.htmx:
        return render(request, "paiements/partials/echeancier_du_dossier.html", communs)
    traite = est_conseiller(objet.caf_id, request.acteur)
    contexte = communs | {
        "exercice": libelle_exercice(objet.dispositif, annee),
        "suspensions": lu.suspensions,
        "traite": traite,
        "sans_solde": lu.solde_sans_objet and bool(lu.echeancier.verse),
        "peut_notifier": traite and indu_a_notifier(lu) > 0,
        "de_trop": traite and reclame_de_trop(lu),
        "annulable": all(i.reste == i.montant for i, _, _ in communs["indus"] if not i.annule_le),
        "ecart": traite and ecart_a_accepter(lu.situation),
    }
    return render(request, "paiements/echeancier.html", contexte)


@ACTE
def accepter_ecart(request: Requete, equipement: int, annee: int) -> HttpResponse:
    objet = _traiter(request, equipement, annee)
    annonce = _annoncer(
        objet,
        annee,
        titre="Accepter l’écart du prévisionnel",
        texte="Le prévisionnel s’écarte de plus de 10 % du réel de l’exercice précédent, et le "
        "second acompte en est plafonné. L’écart accepté, ce plafond ne s’applique plus.",
        libelle="Accepter l’écart",
        succes="L’écart est accepté.",
    )
    service = partial(service_ecart, objet.pk, annee)
    inutile = not ecart_a_accepter(echeancier_de(objet, annee).situation)
    refus = a_l_ouverture(request, inutile, "Aucun écart ne plafonne une échéance de ce dossier.")
    return mener(request, MotifForm(envoye(request)), service, annonce, refus=refus)


@ACTE
def notifier(request: Requete, equipement: int, annee: int) -> HttpResponse:
    objet = _traiter(request, equipement, annee)
    lu = echeancier_de(objet, annee)
    montant = indu_a_notifier(lu)
    annonce = _annoncer(
        objet,
        annee,
        titre="Notifier un indu",
        texte=f"{euros(montant)} ont été versés au-delà du droit réel et ne sont pas réclamés. Le "
        "partenaire est prévenu ; la lettre, scellée par la Caf, est sur la page de l’indu.",
        libelle="Notifier l’indu",
        succes="L’indu est notifié : le partenaire est prévenu.",
        danger=True,
    )
    service = partial(notifier_indu, objet.pk, annee)
    refus = a_l_ouverture(request, montant <= 0, rien_a_reclamer(lu))
    formulaire = NotificationForm(
        envoye(request),
        initial={"vu": str(montant)},
        bornes=jours.de_la_premiere_echeance(request.acteur.jour),
    )
    return mener(request, formulaire, service, annonce, refus=refus)


def _charger(request: Requete, pk: int, annee: int) -> Equipement:
    """An équipement whose files one reads; 403 for whom its amounts are kept from."""
    if not ANNEE_MIN <= annee <= ANNEE_MAX:
        raise Http404("Cet exercice n’existe pas.")
    visibles = Equipement.objects.aux_dossiers_lus_par(request.acteur)
    objet = visibles.select_related("caf", "gestionnaire", "portefeuille").filter(pk=pk).first()
    if objet is None:
        raise Http404("Cet équipement n’existe pas, ou vous ne suivez pas ses dossiers.")
    if not lit_les_montants(request.acteur, objet):
        raise PermissionDenied(RESERVE)
    return objet


def _traiter(request: Requete, pk: int, annee: int) -> Equipement:
    objet = _charger(request, pk, annee)
    if not est_conseiller(objet.caf_id, request.acteur):
        interdire(CAF_SEULE)
    return objet


def _annoncer(objet: Equipement, annee: int, **mots: Any) -> Annonce:
    retour = reverse("paiements:echeancier", args=[objet.pk, annee])
    exercice = libelle_exercice(objet.dispositif, annee)
    return annoncer(
        retour, objet.nom, (f"Échéancier {exercice} {citer(objet.nom)}", retour), **mots
    )
