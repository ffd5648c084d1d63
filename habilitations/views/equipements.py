"""The équipements of a Caf, and the fiche of one of them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from habilitations.chronologie import chronologie
from habilitations.filters import FiltreEquipements
from habilitations.models import Dispositif, Equipement
from habilitations.presentation import fiche as presentation
from habilitations.requetes import Requete
from habilitations.tables import TableauEquipements
from habilitations.views.acces import Fiche, charger, exiger_agent
from portal.socle.francais import compter


@require_safe
def equipements(request: Requete) -> HttpResponse:
    acteur = exiger_agent(request)
    visibles = Equipement.objects.visibles_comme_agent(acteur)
    filtre = FiltreEquipements(request.GET, visibles.avec_roles(acteur.jour))
    tableau = TableauEquipements(filtre.qs, request)
    combien = tableau.paginator.count
    contexte = {
        "formulaire": filtre.form,
        "tableau": tableau,
        "resultat": compter(combien, "équipement"),
    }
    return render(request, "habilitations/equipements.html", contexte)


@require_safe
def equipement(request: Requete, pk: int) -> HttpResponse:
    fiche = charger(request, pk)
    objet, jour = fiche.equipement, fiche.acteur.jour
    conventions = list(objet.conventions.prefetch_related("postes").order_by("-du", "pk"))
    contexte = {
        "fiche": fiche,
        "equipement": objet,
        "faits": presentation.identite(objet, jour, fiche.cote_caf),
        "conventions": [
            (convention, *presentation.etat_convention(convention, jour))
            for convention in conventions
        ],
        "avec_postes": objet.dispositif == Dispositif.CCT,
        "notifications": presentation.notifications(objet, conventions),
        "lieux": list(objet.lieux.all()),
        "roles": presentation.roles(objet, jour),
        "interlocuteur": presentation.interlocuteur(objet, jour),
        **cote_caf(fiche),
    }
    return render(request, "habilitations/equipement.html", contexte)


def cote_caf(fiche: Fiche) -> dict[str, object]:
    """What the Caf alone reads: transfers and timeline."""
    if not fiche.cote_caf:
        return {}
    transferts = presentation.transferts(fiche.equipement, fiche.acteur.jour)
    return {
        "transferts": transferts,
        "prevu": next((t for t in transferts if t.ton == "attention"), None),
        "evenements": chronologie(fiche.equipement),
    }
