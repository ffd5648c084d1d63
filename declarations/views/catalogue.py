"""The catalogue of the coherence checks, for partners and for the Caf."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from declarations.presentation.catalogue import catalogue
from habilitations.models import Dispositif
from habilitations.permissions import Acteur
from habilitations.requetes import Requete


class FiltreCatalogue(forms.Form):
    """The checks of one dispositif only."""

    dispositif = forms.ChoiceField(
        label="Dispositif", required=False, choices=[("", "Tous"), *Dispositif.choices]
    )


@require_safe
def catalogue_controles(request: Requete) -> HttpResponse:
    acteur: Acteur = request.acteur
    if not (acteur.est_partenaire or acteur.est_agent):
        raise PermissionDenied("Le catalogue s’adresse aux partenaires et aux agents de la Caf.")
    formulaire = FiltreCatalogue(request.GET)
    dispositif = formulaire.cleaned_data["dispositif"] if formulaire.is_valid() else ""
    lu = catalogue(acteur, dispositif)
    contexte = {
        "formulaire": formulaire,
        "fiches": lu.fiches,
        "arrete": lu.arrete,
        "perimetre": perimetre(acteur),
    }
    return render(request, "declarations/catalogue.html", contexte)


def perimetre(acteur: Acteur) -> str:
    """Which declarations the counts are drawn from, in words; empty when there are none."""
    if acteur.est_national:
        return "de toutes les Caf"
    cote_caf, partenaire = acteur.est_instructeur, acteur.est_partenaire
    if cote_caf and partenaire:
        return "que vous lisez"
    if cote_caf:
        return "de votre Caf"
    return "de vos équipements" if partenaire else ""
