"""The adviser's queue: declarations of the portfolio, or of the whole Caf."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from declarations.filters import FiltreFile
from declarations.models import Declaration
from declarations.presentation.suite import libelle_etat
from declarations.tables import ORDRE_CAF, TableauFile
from declarations.views.acces import adresse_de_retour, exiger_instructeur, retenir
from habilitations.models import Fonction

__all__ = ["adresse_de_retour", "file"]


@dataclass(frozen=True)
class Puce:
    """A count by state, which filters the list."""

    libelle: str
    combien: int
    adresse: str
    active: bool


@require_safe
def file(request: HttpRequest) -> HttpResponse:
    acteur = exiger_instructeur(request)
    retenir(request)
    visibles = Declaration.objects.visibles_comme_agent(acteur.utilisateur, acteur.jour)
    filtre = FiltreFile(request.GET, visibles, acteur)
    contexte = {
        "formulaire": filtre.form,
        "puces": puces(request, filtre),
        "tableau": TableauFile(filtre.qs, request),
        "filtree": any(v for nom, v in filtre.valeurs.items() if nom not in ("sort", "perimetre")),
        "rien_du_tout": not filtre.exercices,
        "peut_demander": Fonction.GESTIONNAIRE_CONSEIL in acteur.fonctions,
    }
    return render(request, "declarations/file.html", contexte)


def puces(request: HttpRequest, filtre: FiltreFile) -> list[Puce]:
    """One chip for all states, then one for each state present or chosen."""
    comptes, choisi = filtre.par_etat(), filtre.etat_choisi
    etats = [e for e in ORDRE_CAF if e in comptes or e == choisi]
    toutes = Puce("Tous les états", sum(comptes.values()), _adresse(request, ""), not choisi)
    return [
        toutes,
        *(
            Puce(
                libelle_etat(etat, cote_caf=True),
                comptes.get(etat, 0),
                _adresse(request, etat),
                etat == choisi,
            )
            for etat in etats
        ),
    ]


def _adresse(request: HttpRequest, etat: str) -> str:
    """The same list for one state, from its first page, other filters kept."""
    parametres = request.GET.copy()
    parametres.pop("page", None)
    parametres.pop("etat", None)
    if etat:
        parametres["etat"] = etat
    return f"{request.path}?{parametres.urlencode()}" if parametres else request.path
