"""Several files of a queue at once: a second look, the act, then a report by line."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.dossiers.forms import ChoixEnLotForm
from portal.dossiers.presentation.lots import MotsDeLot
from portal.dossiers.regles.actes import TableActes
from portal.dossiers.services.lots import LOT_MAX, traiter_lot
from portal.socle.actes import avertir
from portal.socle.ecrits import ecrits_de
from portal.socle.formulaires import ConfirmationForm
from portal.socle.refus import Refus

# Why an act is refused to somebody on a file of a list, from what the list loads; or None.
Refuse = Callable[[Any, Acteur, str], Refus | None]
# What an act asks for, from what was sent – None the first time – and who asks.
Formulaire = Callable[[QueryDict | None, Acteur], Form]


@dataclass(frozen=True)
class Ecarte:
    """A file chosen on which the act cannot be done today, and why."""

    dossier: Any
    motif: str


@dataclass(frozen=True)
class PagesDeLot:
    """The pages of what may be done with several files of one kind.

    ``liste`` gives the files of a queue from its filters, within what a person may see: the
    whole of it for « perimetre=caf ». ``services`` are by action, and so are ``formulaires``,
    where an act asks for more than to be confirmed. ``refus`` tells beforehand which files an act
    cannot be done on: they are named with the reason, and left out. ``redite`` tells a second
    click from a refusal, ``retour`` is the address of the queue, ``vue_rapport`` names the page
    of the report, kept in the session under ``rapport``.
    """

    mots: MotsDeLot
    actes: TableActes[Any]
    choix: type[ChoixEnLotForm]
    liste: Callable[[Acteur, QueryDict], QuerySet[Any]]
    services: Mapping[str, Callable[..., Any]]
    refus: Refuse
    redite: Callable[..., bool]
    retour: Callable[[Requete], str]
    rapport: str
    vue_rapport: str
    formulaires: Mapping[str, Formulaire] = field(default_factory=dict)

    def lot(self, request: Requete, acteur: Acteur) -> HttpResponse:
        """The files chosen and what is to be done; done once it is confirmed."""
        demande = self.choix(request.POST)
        if not demande.is_valid():
            messages.error(request, f"{self.mots.choisissez} et une action dans la liste.")
            return redirect(self.retour(request))
        choisis = self._choisis(demande.cleaned_data, acteur)
        dossiers = list(choisis[:LOT_MAX])
        if not dossiers:
            avertir(request, f"{self.mots.choisissez_en} dans la liste.", messages.ERROR)
            return redirect(self.retour(request))
        action = demande.cleaned_data["action"]
        confirmee = "confirmer" in request.POST
        formulaire = self._formulaire(action, request.POST if confirmee else None, acteur)
        if confirmee and formulaire.is_valid():
            resultats = traiter_lot(
                dossiers,
                self.services[action],
                self.redite,
                acteur=acteur,
                **formulaire.cleaned_data,
            )
            request.session[self.rapport] = {
                "titre": self.actes[action].libelle,
                "resultats": [asdict(resultat) for resultat in resultats],
                # The reason is kept on the files that took it, and nowhere for the others.
                "ecrits": [] if all(r.fait for r in resultats) else ecrits_de(request),
            }
            return redirect(self.vue_rapport)
        contexte = {
            "titre": demande.libelle_de(action),
            "action": action,
            "mots": self.mots,
            "limite": self.mots.limite(len(dossiers)),
            "combien": choisis.count(),
            "formulaire": formulaire,
            "retour": self.retour(request),
            **self._tri(dossiers, acteur, action),
        }
        return render(request, "dossiers/lot.html", contexte, status=422 if confirmee else 200)

    def dire_le_rapport(self, request: Requete) -> HttpResponse:
        """What became of each file of the last lot."""
        garde = request.session.get(self.rapport)
        if not garde:
            return redirect(self.retour(request))
        contexte = {
            **garde,
            "mots": self.mots,
            "faites": sum(r["fait"] for r in garde["resultats"]),
            "retour": self.retour(request),
        }
        return render(request, "dossiers/lot_rapport.html", contexte)

    def _tri(self, dossiers: list[Any], acteur: Acteur, action: str) -> dict[str, Any]:
        """The files on which the act can be done, and the others with the reason."""
        ecartes = [
            Ecarte(dossier, refus.message)
            for dossier in dossiers
            if (refus := self.refus(dossier, acteur, action))
        ]
        hors_lot = {ecarte.dossier.pk for ecarte in ecartes}
        retenus = [d for d in dossiers if d.pk not in hors_lot]
        return {
            "dossiers": retenus,
            "ecartes": ecartes,
            "choisis": len(dossiers),
            "ecartes_titre": self.mots.ecartes(len(ecartes)),
        }

    def _choisis(self, demande: Mapping[str, Any], acteur: Acteur) -> QuerySet[Any]:
        """Files ticked, or all those of the list, within what this person may see."""
        if demande["toutes"]:
            return self.liste(acteur, QueryDict(demande["question"]))
        return self.liste(acteur, QueryDict("perimetre=caf")).filter(pk__in=demande["choix"])

    def _formulaire(self, action: str, donnees: QueryDict | None, acteur: Acteur) -> Form:
        faire = self.formulaires.get(action)
        return faire(donnees, acteur) if faire else ConfirmationForm(donnees)
