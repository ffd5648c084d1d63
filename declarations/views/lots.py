"""Several files of the queue at once: a second look, the act, then a report by line."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from declarations.file import liste_de
from declarations.forms.lots import CorrectionEnLotForm, LotForm
from declarations.models.declarations import DeclarationQuerySet
from declarations.regles.etats import ACTES, Action
from declarations.services import instruction
from declarations.services.redites import est_une_redite
from declarations.views.acces import adresse_de_retour, exiger_conseiller
from habilitations.permissions import Acteur
from portal.dossiers.presentation.lots import MotsDeLot
from portal.dossiers.services.lots import LOT_MAX, traiter_lot
from portal.socle.formulaires import ConfirmationForm

RAPPORT = "lot_rapport"
MOTS = MotsDeLot(
    un="déclaration",
    choisis="Déclarations choisies",
    premiers="seules les {} premières seront traitées",
    liste="Déclarations à suivre",
    vue_liste="declarations:file",
    vue_lot="declarations:lot",
    vue_dossier="declarations:dossier",
)
SERVICES = {
    Action.PRENDRE_EN_CHARGE: instruction.prendre_en_charge,
    Action.DEMANDER_CORRECTION: instruction.demander_correction,
}


@require_POST
def lot(request: HttpRequest) -> HttpResponse:
    """The files chosen and what is to be done; done once it is confirmed."""
    acteur = exiger_conseiller(request)
    demande = LotForm(request.POST)
    if not demande.is_valid():
        messages.error(request, "Choisissez des déclarations et une action dans la liste.")
        return redirect(adresse_de_retour(request))
    choisies = _choisies(demande.cleaned_data, acteur)
    declarations = list(choisies[:LOT_MAX])
    if not declarations:
        messages.error(request, "Choisissez au moins une déclaration dans la liste.")
        return redirect(adresse_de_retour(request))
    action = demande.cleaned_data["action"]
    confirmee = "confirmer" in request.POST
    formulaire = _formulaire(action, request.POST if confirmee else None, acteur)
    if confirmee and formulaire.is_valid():
        resultats = traiter_lot(
            declarations,
            SERVICES[action],
            est_une_redite,
            acteur=acteur,
            **formulaire.cleaned_data,
        )
        request.session[RAPPORT] = {
            "titre": ACTES[action].libelle,
            "resultats": [asdict(resultat) for resultat in resultats],
        }
        return redirect("declarations:lot_rapport")
    contexte = {
        "titre": dict(demande.fields["action"].choices)[action],
        "action": action,
        "mots": MOTS,
        "limite": MOTS.limite(len(declarations)),
        "dossiers": declarations,
        "combien": choisies.count(),
        "formulaire": formulaire,
        "retour": adresse_de_retour(request),
    }
    return render(request, "dossiers/lot.html", contexte, status=422 if confirmee else 200)


@require_safe
def rapport(request: HttpRequest) -> HttpResponse:
    """What became of each file of the last lot."""
    exiger_conseiller(request)
    garde = request.session.get(RAPPORT)
    if not garde:
        return redirect(adresse_de_retour(request))
    contexte = {
        **garde,
        "mots": MOTS,
        "faites": sum(r["fait"] for r in garde["resultats"]),
        "retour": adresse_de_retour(request),
    }
    return render(request, "dossiers/lot_rapport.html", contexte)


def _choisies(demande: dict[str, Any], acteur: Acteur) -> DeclarationQuerySet:
    """Files ticked, or all those of the list, within what this person may see."""
    if demande["toutes"]:
        return liste_de(acteur, QueryDict(demande["question"]))
    return liste_de(acteur, QueryDict("perimetre=caf")).filter(pk__in=demande["choix"])


def _formulaire(action: str, donnees: QueryDict | None, acteur: Acteur) -> Form:
    if action == Action.DEMANDER_CORRECTION:
        return CorrectionEnLotForm(donnees, jour=acteur.jour)
    return ConfirmationForm(donnees)
