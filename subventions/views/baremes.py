"""The barème in force: values, scope, source, and what is still to be confirmed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from habilitations.requetes import Requete
from portal.socle.formulaires import offrir
from subventions.models import PropositionBareme
from subventions.presentation.registre import registres
from subventions.propositions.presentation.comparaison import comparaison
from subventions.propositions.presentation.reprises import a_reprendre
from subventions.propositions.services.acces import propose_des_valeurs
from subventions.regles.parametres import DISPOSITIFS, ER

# So many exercices back: those a Caf may still control (DOMAINE §7).
EXERCICES_PASSES = 4


class FiltreBaremes(forms.Form):
    """Another exercice than the one under way."""

    annee = forms.TypedChoiceField(label="Exercice", required=False, coerce=int, empty_value=None)

    def __init__(self, data: Mapping[str, Any], annee: int) -> None:
        super().__init__(data)
        annees = range(annee + 1, annee - EXERCICES_PASSES - 1, -1)
        offrir(
            self,
            "annee",
            [
                ("", "En cours aujourd’hui"),
                *((a, f"{a} (Clas : {a}-{a + 1})") for a in annees),
            ],
        )


@require_safe
def baremes(request: Requete) -> HttpResponse:
    acteur = request.acteur
    if not acteur.est_agent:
        raise PermissionDenied("Les barèmes se consultent à la Caf et à la Cnaf.")
    formulaire = FiltreBaremes(request.GET, acteur.jour.year)
    annee = formulaire.cleaned_data.get("annee") if formulaire.is_valid() else None
    propose = propose_des_valeurs(acteur)
    en_attente = PropositionBareme.objects.visibles_par(acteur).en_attente()
    contexte = {
        "formulaire": formulaire,
        "registres": registres(acteur, annee, a_reprendre),
        "propose": propose,
        "en_attente": en_attente.count() if propose else 0,
    }
    return render(request, "subventions/baremes.html", contexte)


class FiltreComparaison(forms.Form):
    """Which dispositif is compared."""

    dispositif = forms.ChoiceField(
        label="Dispositif", required=False, choices=list(DISPOSITIFS.items())
    )


@require_safe
def comparer(request: Requete) -> HttpResponse:
    """Values of a dispositif, exercice by exercice, and what changed."""
    acteur = request.acteur
    if not acteur.est_agent:
        raise PermissionDenied("Les barèmes se consultent à la Caf et à la Cnaf.")
    formulaire = FiltreComparaison(request.GET or {"dispositif": ER})
    dispositif = formulaire.cleaned_data["dispositif"] if formulaire.is_valid() else ""
    contexte = {
        "formulaire": formulaire,
        "comparaison": comparaison(acteur, dispositif or ER),
    }
    return render(request, "subventions/comparaison.html", contexte)
