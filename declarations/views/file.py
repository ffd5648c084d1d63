"""The adviser's queue: declarations of the portfolio, or of the whole Caf."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from declarations.file import filtre_de, liste_de
from declarations.filters import FiltreDeFile
from declarations.forms.lots import LotForm
from declarations.presentation.suite import libelle_etat
from declarations.table_file import TableauFile
from declarations.tables import ORDRE_CAF
from declarations.views.acces import (
    CLE_SESSION,
    adresse_de_retour,
    exiger_instructeur,
    retenir,
)
from habilitations.models import Fonction
from habilitations.requetes import Requete
from portal.dossiers.views.colonnes import colonnes_de, page_des_colonnes

LISTE = "declarations:file"
# What « Tout afficher » asks for: nothing, said aloud.
TOUT_AFFICHER = "tout=1"


@dataclass(frozen=True)
class Puce:
    """A count by state, which filters the list."""

    libelle: str
    combien: int
    adresse: str
    active: bool


@require_safe
def file(request: Requete) -> HttpResponse:
    acteur = exiger_instructeur(request)
    if retour := derniere_file(request):
        return redirect(retour)
    retenir(request)
    filtre = filtre_de(acteur, request.GET)
    choisies = colonnes_de(acteur, LISTE, TableauFile)
    tableau = TableauFile(filtre.qs, acteur, request.GET, choisies).paginer(request)
    est_conseil = Fonction.GESTIONNAIRE_CONSEIL in acteur.fonctions
    if not est_conseil:
        tableau.columns.hide("choix")
    contexte = {
        "formulaire": filtre.form,
        "puces": puces(request, filtre),
        "tableau": tableau,
        "question": request.GET.urlencode(),
        "lot": LotForm() if est_conseil else None,
        "filtree": any(v for nom, v in filtre.valeurs.items() if nom not in ("sort", "perimetre")),
        "rien_du_tout": not filtre.exercices,
        "peut_demander": est_conseil,
    }
    return render(request, "declarations/file.html", contexte)


def derniere_file(request: Requete, cle: str = CLE_SESSION) -> str:
    """Where to take a person who comes back by the menu: their last filters, unless they chose.

    Any parameter is a choice, even empty: « Tout afficher » sends one.
    """
    retenue: str = request.session.get(cle, "")
    adresse, _, question = retenue.partition("?")
    choisie = question and question != TOUT_AFFICHER
    return retenue if choisie and not request.GET and adresse == request.path else ""


@require_http_methods(["GET", "HEAD", "POST"])
def colonnes(request: Requete) -> HttpResponse:
    """Which columns this person shows of the queue."""
    return page_des_colonnes(request, exiger_instructeur(request), LISTE, TableauFile)


@require_safe
def suivant(request: Requete, pk: int) -> HttpResponse:
    """The file that follows this one in the queue as last filtered.

    When this one has left the queue, having been dealt with, the first of those left follows.
    """
    acteur = exiger_instructeur(request)
    adresse, _, question = request.session.get(CLE_SESSION, "").partition("?")
    retenue = QueryDict(question if adresse == reverse("declarations:file") else "")
    cles = list(liste_de(acteur, retenue).values_list("pk", flat=True))
    suite = cles[cles.index(pk) + 1 :] if pk in cles else [c for c in cles if c != pk]
    if suite:
        return redirect("declarations:dossier", pk=suite[0])
    messages.info(request, "C’était le dernier dossier de la liste.")
    return redirect(adresse_de_retour(request))


def puces(
    request: Requete,
    filtre: FiltreDeFile,
    ordre: Iterable[str] = ORDRE_CAF,
    libelle: Callable[[str, bool], str] = libelle_etat,
) -> list[Puce]:
    """One chip for all states, then one for each state present or chosen."""
    comptes, choisi = filtre.par_etat(), filtre.etat_choisi
    etats = [e for e in ordre if e in comptes or e == choisi]
    toutes = Puce("Tous les états", sum(comptes.values()), _adresse(request, ""), not choisi)
    return [
        toutes,
        *(
            Puce(libelle(etat, True), comptes.get(etat, 0), _adresse(request, etat), etat == choisi)
            for etat in etats
        ),
    ]


def _adresse(request: Requete, etat: str) -> str:
    """The same list for one state, from its first page, other filters kept."""
    parametres = request.GET.copy()
    parametres.pop("page", None)
    parametres.pop("etat", None)
    if etat:
        parametres["etat"] = etat
    return f"{request.path}?{parametres.urlencode() or TOUT_AFFICHER}"
