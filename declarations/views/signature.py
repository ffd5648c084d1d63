"""Sign-off of a volet: confirm it, take it back, or send a colleague's back."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from declarations.forms.actes import RenvoiForm
from declarations.models import Volet
from declarations.presentation.contacts import interlocuteur_de
from declarations.presentation.corrections import correction_trop_etroite
from declarations.regles import etats
from declarations.regles.etats import ACTES, Action
from declarations.services.dossier_ouvert import DossierOuvert
from declarations.services.relecture import marque_du_volet
from declarations.services.volets import renvoyer_volet, retirer_signature, signer_volet
from declarations.views.actes import agir, annoncer, mener
from declarations.views.chargement import charger, exiger_role, volet_de
from declarations.views.evaluation import constats_lisibles, panneau
from habilitations.requetes import Requete
from portal.socle.actes import envoye


@require_http_methods(["GET", "HEAD", "POST"])
def signer(request: Requete, pk: int, nature: str) -> HttpResponse:
    """Last look at a volet: what remains to mend or justify, then the signature."""
    dossier = charger(request, pk)
    objet = volet_de(dossier, nature)
    exiger_role(dossier, Action.SIGNER, nature)
    if request.method == "POST":
        return agir(
            request,
            pk,
            partial(signer_volet, vu=request.POST.get("vu", "")),
            nature,
            succes=f"Le volet « {etats.LIBELLES_VOLET[nature]} » est signé.",
        )
    refus = ACTES.refus(Action.SIGNER, dossier.situation, dossier.acteurs, nature)
    contexte: dict[str, Any] = {
        "dossier": dossier,
        "titre_volet": etats.LIBELLES_VOLET[nature].capitalize(),
        "refus": refus,
        "vu": marque_du_volet(dossier, nature),
        "titre_refus": _titre_refus(dossier, objet),
        "interlocuteur": interlocuteur_de(dossier),
        "trop_etroite": correction_trop_etroite(
            objet, constats_lisibles(dossier, dossier.evaluation)
        ),
        **panneau(dossier, objet),
    }
    return render(request, "declarations/signature.html", contexte)


def _titre_refus(dossier: DossierOuvert, volet: Volet) -> tuple[str, str]:
    """What the notice of a refusal is called, and its tone: « already » is never « not yet »."""
    if volet.signe_le:
        return "Ce volet est signé", "succes"
    if dossier.situation.obstacles and dossier.peut(Action.SAISIR, volet.nature):
        return "Ce volet ne peut pas encore être signé", "attention"
    return "Ce volet ne peut pas être signé", "attention"


@require_POST
def retirer(request: Requete, pk: int, nature: str) -> HttpResponse:
    dossier = charger(request, pk)
    volet_de(dossier, nature)
    exiger_role(dossier, Action.RETIRER_SIGNATURE, nature)
    return agir(
        request,
        pk,
        retirer_signature,
        nature,
        succes="Vous pouvez de nouveau saisir ce volet.",
        retour=reverse("declarations:volet", args=[pk, nature]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def renvoyer(request: Requete, pk: int, nature: str) -> HttpResponse:
    dossier = charger(request, pk)
    volet_de(dossier, nature)
    exiger_role(dossier, Action.RENVOYER, nature)
    annonce = annoncer(
        dossier,
        titre=f"Renvoyer les {etats.LIBELLES_VOLET[nature]}",
        texte="Votre collègue pourra de nouveau saisir ce volet, et lira votre message.",
        libelle="Renvoyer ce volet",
        succes="Le volet est renvoyé à votre collègue.",
        abandon=reverse("declarations:approbation", args=[pk]),
    )
    refus = ACTES.refus(Action.RENVOYER, dossier.situation, dossier.acteurs, nature)
    service = partial(renvoyer_volet, pk, nature)
    return mener(request, dossier, RenvoiForm(envoye(request)), service, annonce, refus)
