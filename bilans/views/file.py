"""The queue of bilans: those of the portfolio, or of the whole Caf."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from bilans.file import filtre_de, liste_de
from bilans.presentation.suite import libelle_etat
from bilans.tables import ORDRE_CAF, TableauBilans
from declarations.views.acces import exiger_instructeur, retenir
from declarations.views.file import derniere_file, puces
from habilitations.requetes import Requete
from portal.dossiers.views.colonnes import colonnes_de, page_des_colonnes

LISTE = "bilans:file"
# The last queue shown, with its filters: bilans link back to it.
CLE_SESSION = "bilans_file"


@require_safe
def file(request: Requete) -> HttpResponse:
    acteur = exiger_instructeur(request)
    if retour := derniere_file(request, CLE_SESSION):
        return redirect(retour)
    retenir(request, CLE_SESSION)
    filtre = filtre_de(acteur, request.GET)
    choisies = colonnes_de(acteur, LISTE, TableauBilans)
    contexte = {
        "formulaire": filtre.form,
        "puces": puces(request, filtre, ORDRE_CAF, libelle_etat),
        "tableau": TableauBilans(filtre.qs, acteur, request.GET, choisies).paginer(request),
        "question": request.GET.urlencode(),
        "filtree": any(v for nom, v in filtre.valeurs.items() if nom not in ("sort", "perimetre")),
        "rien_du_tout": not filtre.exercices,
    }
    return render(request, "bilans/file.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def colonnes(request: Requete) -> HttpResponse:
    """Which columns this person shows of the queue."""
    return page_des_colonnes(request, exiger_instructeur(request), LISTE, TableauBilans)


@require_safe
def suivant(request: Requete, pk: int) -> HttpResponse:
    """The bilan that follows this one in the queue as last filtered.

    When this one has left the queue, having been dealt with, the first of those left follows.
    """
    acteur = exiger_instructeur(request)
    _, _, question = adresse_de_la_file(request).partition("?")
    cles = list(liste_de(acteur, QueryDict(question)).values_list("pk", flat=True))
    suite = cles[cles.index(pk) + 1 :] if pk in cles else [c for c in cles if c != pk]
    if suite:
        return redirect("bilans:lecture", pk=suite[0])
    messages.info(request, "C’était le dernier bilan de la liste.")
    return redirect(adresse_de_la_file(request))


def adresse_de_la_file(request: Requete) -> str:
    """The queue as this person last filtered it."""
    retenue: str = request.session.get(CLE_SESSION, "")
    return retenue or reverse("bilans:file")
