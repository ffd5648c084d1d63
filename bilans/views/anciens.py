"""What one's partner sent of bilans before a transfer: list, reading, receipt."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bilans.exports.recepisse import EnvoiAltere, contexte_de, nom_de_fichier, recepisse_pdf
from bilans.models import EnvoiBilan
from bilans.services.anciens import envoi_ancien, envois_anciens
from declarations.views.acces import exiger_partenaire
from habilitations.requetes import Requete
from portal.dossiers.presentation.avant_transfert import MotsAvantTransfert, Transmis
from portal.socle.telechargements import a_enregistrer

MOTS = MotsAvantTransfert(
    titre="Bilans transmis avant un transfert",
    un="Bilan",
    transmis="Transmis",
    suivi="Mes bilans",
    vue_suivi="bilans:suivi",
    vide=(
        "Les bilans que vous avez transmis pour un équipement passé depuis à un autre "
        "gestionnaire s’affichent ici."
    ),
)


@require_safe
def anciens(request: Requete) -> HttpResponse:
    """All of them: a partner has few équipements that passed to another."""
    transmis = [_transmis(envoi) for envoi in envois_anciens(exiger_partenaire(request))]
    return render(request, "dossiers/avant_transfert.html", {"mots": MOTS, "transmis": transmis})


@require_safe
def ancien(request: Requete, pk: int, numero: int) -> HttpResponse:
    """One sending, read only, as it was sent."""
    envoi = _charger(request, pk, numero)
    try:
        contexte = contexte_de(envoi)
    except EnvoiAltere:
        return _altere(request, envoi)
    return render(request, "bilans/ancien.html", contexte)


@require_safe
def recepisse_ancien(request: Requete, pk: int, numero: int) -> HttpResponse:
    envoi = _charger(request, pk, numero)
    try:
        contenu = recepisse_pdf(envoi)
    except EnvoiAltere:
        return _altere(request, envoi)
    return a_enregistrer(contenu, nom_de_fichier(envoi), "pdf")


def _transmis(envoi: EnvoiBilan) -> Transmis:
    lequel = [envoi.bilan_id, envoi.numero]
    return Transmis(
        libelle=f"{envoi.bilan.libelle}, envoi {envoi.numero}",
        adresse=reverse("bilans:ancien", args=lequel),
        equipement=envoi.bilan.sujet,
        au_nom_de=str(envoi.gestionnaire),
        le=envoi.le,
        recepisse=reverse("bilans:recepisse_ancien", args=lequel),
        nom_du_recepisse=f"{envoi.bilan.reference}, envoi {envoi.numero}",
    )


def _altere(request: Requete, envoi: EnvoiBilan) -> HttpResponse:
    return render(request, "bilans/ancien_altere.html", {"envoi": envoi}, status=409)


def _charger(request: Requete, pk: int, numero: int) -> EnvoiBilan:
    try:
        return envoi_ancien(pk, numero, request.acteur)
    except EnvoiBilan.DoesNotExist:
        raise Http404("Ce bilan n’existe pas, ou il n’est pas à vous.") from None
