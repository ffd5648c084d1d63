"""Several bilans of the queue at once: a second look, the act, then a report by line."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from bilans.file import liste_de
from bilans.forms.lots import LotForm
from bilans.models import BilanQuerySet
from bilans.regles.etats import ACTES, Action
from bilans.services import validation
from bilans.services.redites import est_une_redite
from bilans.views.file import adresse_de_la_file
from declarations.views.acces import exiger_instructeur
from habilitations.permissions import Acteur
from portal.dossiers.presentation.lots import MotsDeLot
from portal.dossiers.services.lots import LOT_MAX, traiter_lot
from portal.socle.formulaires import ConfirmationForm

RAPPORT = "bilans_lot_rapport"
SERVICES = {
    Action.PRENDRE_EN_CHARGE: validation.prendre_en_charge,
    Action.VALIDER: validation.valider,
}
MOTS = MotsDeLot(
    un="bilan",
    choisis="Bilans choisis",
    premiers="seuls les {} premiers seront traités",
    liste="Bilans à suivre",
    vue_liste="bilans:file",
    vue_lot="bilans:lot",
    vue_dossier="bilans:lecture",
)


@require_POST
def lot(request: HttpRequest) -> HttpResponse:
    """The bilans chosen and what is to be done; done once it is confirmed."""
    acteur = exiger_instructeur(request)
    demande = LotForm(request.POST)
    if not demande.is_valid():
        messages.error(request, "Choisissez des bilans et une action dans la liste.")
        return redirect(adresse_de_la_file(request))
    choisis = _choisis(demande.cleaned_data, acteur)
    bilans = list(choisis[:LOT_MAX])
    if not bilans:
        messages.error(request, "Choisissez au moins un bilan dans la liste.")
        return redirect(adresse_de_la_file(request))
    action = demande.cleaned_data["action"]
    if "confirmer" in request.POST:
        resultats = traiter_lot(bilans, SERVICES[action], est_une_redite, acteur=acteur)
        request.session[RAPPORT] = {
            "titre": ACTES[action].libelle,
            "resultats": [asdict(resultat) for resultat in resultats],
        }
        return redirect("bilans:lot_rapport")
    contexte = {
        "titre": dict(demande.fields["action"].choices)[action],
        "mots": MOTS,
        "limite": MOTS.limite(len(bilans)),
        "action": action,
        "dossiers": bilans,
        "combien": choisis.count(),
        "formulaire": ConfirmationForm(),
        "retour": adresse_de_la_file(request),
    }
    return render(request, "dossiers/lot.html", contexte)


@require_safe
def rapport(request: HttpRequest) -> HttpResponse:
    """What became of each bilan of the last lot."""
    exiger_instructeur(request)
    garde = request.session.get(RAPPORT)
    if not garde:
        return redirect(adresse_de_la_file(request))
    contexte = {
        **garde,
        "mots": MOTS,
        "faites": sum(r["fait"] for r in garde["resultats"]),
        "retour": adresse_de_la_file(request),
    }
    return render(request, "dossiers/lot_rapport.html", contexte)


def _choisis(demande: dict[str, Any], acteur: Acteur) -> BilanQuerySet:
    """Bilans ticked, or all those of the list, within what this person may see."""
    if demande["toutes"]:
        return liste_de(acteur, QueryDict(demande["question"]))
    return liste_de(acteur, QueryDict("perimetre=caf")).filter(pk__in=demande["choix"])
