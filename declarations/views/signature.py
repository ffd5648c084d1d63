"""Sign-off of a volet: confirm it, take it back, or send a colleague's back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from declarations.forms.actes import RenvoiForm
from declarations.models import Volet
from declarations.regles import etats
from declarations.regles.etats import ACTES, Action
from declarations.services.volets import renvoyer_volet, reprendre_volet, signer_volet
from declarations.views.chargement import Page, agir, charger, exiger_role
from declarations.views.evaluation import panneau
from portal.socle.refus import DemandeInvalide


@require_http_methods(["GET", "HEAD", "POST"])
def signer(request: HttpRequest, pk: int, nature: str) -> HttpResponse:
    """Last look at a volet: what remains to mend or justify, then the signature."""
    page = charger(request, pk)
    objet = page.volet(nature)
    exiger_role(page, Action.SIGNER, nature)
    if request.method == "POST":
        return agir(
            request,
            pk,
            signer_volet,
            nature,
            succes=f"Le volet « {etats.LIBELLES_VOLET[nature]} » est signé.",
        )
    refus = ACTES.refus(Action.SIGNER, page.situation, page.acteurs, nature)
    contexte: dict[str, Any] = {
        "page": page,
        "titre_volet": etats.LIBELLES_VOLET[nature].capitalize(),
        "refus": refus,
        "titre_refus": _titre_refus(page, objet),
        "interlocuteur": page.interlocuteur,
        **panneau(page, objet),
    }
    return render(request, "declarations/signature.html", contexte)


def _titre_refus(page: Page, volet: Volet) -> tuple[str, str]:
    """What the notice of a refusal is called, and its tone: « already » is never « not yet »."""
    if volet.signe_le:
        return "Ce volet est signé", "succes"
    if page.situation.obstacles and page.peut(Action.SAISIR, volet.nature):
        return "Ce volet ne peut pas encore être signé", "attention"
    return "Ce volet ne peut pas être signé", "attention"


@require_POST
def reprendre(request: HttpRequest, pk: int, nature: str) -> HttpResponse:
    page = charger(request, pk)
    page.volet(nature)
    exiger_role(page, Action.REPRENDRE, nature)
    agir(request, pk, reprendre_volet, nature, succes="Vous pouvez de nouveau saisir ce volet.")
    return redirect("declarations:volet", pk=pk, nature=nature)


@require_http_methods(["GET", "HEAD", "POST"])
def renvoyer(request: HttpRequest, pk: int, nature: str) -> HttpResponse:
    page = charger(request, pk)
    page.volet(nature)
    exiger_role(page, Action.RENVOYER)
    formulaire = RenvoiForm(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        try:
            return agir(
                request,
                pk,
                renvoyer_volet,
                nature,
                motif=formulaire.cleaned_data["motif"],
                succes="Le volet est renvoyé à votre collègue.",
            )
        except DemandeInvalide as erreur:
            formulaire.add_error(None, str(erreur))
    contexte = {
        "page": page,
        "declaration": page.declaration,
        "formulaire": formulaire,
        "titre": f"Renvoyer les {etats.LIBELLES_VOLET[nature]}",
        "texte": "Votre collègue pourra de nouveau saisir ce volet, et lira votre message.",
        "libelle": "Renvoyer ce volet",
        "retour": reverse("declarations:approbation", args=[pk]),
    }
    return render(request, "declarations/acte.html", contexte)
