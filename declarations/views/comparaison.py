"""Two versions of a declaration side by side."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from declarations.models import Version
from declarations.presentation.contacts import interlocuteur_de
from declarations.rendu.comparaison import comparer_versions
from declarations.services.dossier_ouvert import DossierOuvert
from declarations.views.alterations import dire_les_alterations
from declarations.views.chargement import charger
from declarations.views.versions import charger_version
from habilitations.requetes import Requete


@require_safe
@dire_les_alterations
def comparaison(request: Requete, pk: int, avant: int, apres: int) -> HttpResponse:
    """What changed between two versions that this person may read, the older one first."""
    dossier = charger(request, pk)
    versions = [charger_version(dossier, numero) for numero in sorted((avant, apres))]
    contexte = {
        "dossier": dossier,
        "declaration": dossier.declaration,
        "comparaison": comparer_versions(versions[0], versions[1], dossier.lecteur),
        "demande": dossier.demande_de(versions[1]),
        "versions": lisibles(dossier),
        "interlocuteur": interlocuteur_de(dossier),
    }
    return render(request, "declarations/comparaison.html", contexte)


def lisibles(dossier: DossierOuvert) -> list[Version]:
    """Versions this person may read: those sent, and the one at work where they may."""
    return [
        v for v in dossier.declaration.versions.all() if v.est_envoyee or dossier.figures_visibles
    ]
