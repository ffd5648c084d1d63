"""The files of the queue read otherwise: exercices side by side, their rows as one table."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from declarations.file import filtre_de, lignes_de_la_file, lignes_demandees
from declarations.presentation.chiffres import MONTANT, avec_chiffres
from declarations.presentation.exercices_compares import (
    COMBIEN,
    MESURES,
    choix_mesures,
    comparer_exercices,
)
from declarations.presentation.lignes_des_dossiers import (
    AVEC_LIGNES,
    colonnes_lues,
    lignes_de,
    nom_des_lignes,
)
from declarations.services.lectures import tracer_chiffres
from declarations.views.acces import exiger_instructeur
from habilitations.models import Equipement
from habilitations.presentation.ordre import rang_nom
from habilitations.requetes import Requete
from portal.socle.listes import PAR_PAGE


@require_safe
def exercices(request: Requete) -> HttpResponse:
    """The équipements of a list, three exercices side by side, for one measure."""
    acteur = exiger_instructeur(request)
    filtre = filtre_de(acteur, _sans(request.GET, "annee", "etat", "nature"))
    suivis = Equipement.objects.filter(pk__in=filtre.qs.order_by().values("equipement"))
    page = Paginator(
        suivis.select_related("gestionnaire").order_by(rang_nom(suivis), "pk"), PAR_PAGE
    ).get_page(request.GET.get("page"))
    connues = [annee for annee, _ in filtre.exercices]
    derniere = _annee(request.GET.get("annee"), connues)
    annees = [derniere - ecart for ecart in reversed(range(COMBIEN))]
    demandee = request.GET.get("mesure", "")
    mesure = demandee if demandee in MESURES else MONTANT
    rangs, lues = comparer_exercices(list(page), annees, mesure, acteur)
    tracer_chiffres(lues, acteur)
    contexte = {
        "page": page,
        "rangs": rangs,
        "annees": annees,
        "connues": connues,
        "mesures": choix_mesures(),
        "mesure": mesure,
        "question": _sans(request.GET, "mesure", "annee", "page").items(),
        "retour": _sans(request.GET, "mesure", "page").urlencode(),
    }
    return render(request, "declarations/exercices_compares.html", contexte)


@require_safe
def lignes(request: Requete) -> HttpResponse:
    """Collectifs or postes of the files of a list, one a line."""
    acteur = exiger_instructeur(request)
    dispositif = lignes_demandees(request.GET)
    declarations = lignes_de_la_file(acteur, request.GET)
    page = Paginator(avec_chiffres(declarations), PAR_PAGE).get_page(request.GET.get("page"))
    champs = colonnes_lues(dispositif)
    lues = list(page)
    tracer_chiffres(lues, acteur)
    contexte = {
        "page": page,
        "champs": champs,
        "lignes": lignes_de(lues, champs),
        "mots": nom_des_lignes(dispositif),
        "dispositif": dispositif,
        "dispositifs": [(d.value, d.label) for d in AVEC_LIGNES],
        "question": _sans(request.GET, "dispositif", "page").items(),
        "retour": _sans(request.GET, "page").urlencode(),
        "exporter": _sans(request.GET, "page").urlencode(),
    }
    return render(request, "declarations/lignes_des_dossiers.html", contexte)


def _annee(demandee: str | None, connues: list[int]) -> int:
    """The last exercice shown: the one asked for, else the latest that the list has."""
    if demandee and demandee.isdecimal() and int(demandee) in connues:
        return int(demandee)
    return max(connues, default=timezone.localdate().year)


def _sans(parametres: QueryDict, *noms: str) -> Any:
    """The same filters but for some; the page is that of another list."""
    autres = parametres.copy()
    for nom in noms:
        autres.pop(nom, None)
    return autres
