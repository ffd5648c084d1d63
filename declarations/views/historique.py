"""Who typed what in a volet, and when: its last values, and all those of one field.

Typing is the partner's own: the Caf reads what was sent, version by version, unless its adviser
types in the partner's place.
"""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from declarations.presentation.contacts import interlocuteur_de
from declarations.regles import etats
from declarations.regles.etats import ActeurDossier
from declarations.regles.lecteurs import est_lisible
from declarations.services.dossier_ouvert import DossierOuvert
from declarations.services.historique import historique_du_champ as passages_du_champ
from declarations.views.chargement import charger, exiger_lecture, volet_de
from habilitations.requetes import Requete
from portal.saisie.presentation.conflits import en_mots
from portal.saisie.services.auteurs import auteurs_de

CHAMPS_PAR_PAGE = 50


@require_safe
def historique(request: Requete, pk: int, nature: str) -> HttpResponse:
    """The fields written in a volet, the latest first."""
    dossier = _charger(request, pk, nature)
    objet = volet_de(dossier, nature)
    lisibles = {
        c: e
        for c, e in dossier.places(nature).items()
        if est_lisible(e.champ, dossier.acteurs, dossier.cote_caf)
    }
    auteurs = auteurs_de(objet, lisibles)
    recents = sorted(auteurs, key=lambda c: auteurs[c].le, reverse=True)
    pagination = Paginator(recents, CHAMPS_PAR_PAGE).get_page(request.GET.get("page"))
    contexte = {
        "pagination": pagination,
        "lignes": [
            (
                reverse("declarations:historique_champ", args=[pk, nature, c]),
                e.libelle_complet,
                en_mots(e, objet.donnees.get(c, "")),
                auteurs[c],
            )
            for c, e in ((c, lisibles[c]) for c in pagination)
        ],
    }
    return render(request, "declarations/historique.html", contexte | _commun(dossier, nature))


@require_safe
def historique_du_champ(request: Requete, pk: int, nature: str, chemin: str) -> HttpResponse:
    """Every value of one field: kept, replaced, given up."""
    dossier = _charger(request, pk, nature)
    place = dossier.places(nature).get(chemin)
    if place is None:
        raise Http404("Ce champ n’existe pas dans ce volet.")
    if not est_lisible(place.champ, dossier.acteurs, dossier.cote_caf):
        raise PermissionDenied("Ce champ est réservé à d’autres rôles que le vôtre.")
    passages = passages_du_champ(dossier.declaration, nature, chemin)
    contexte = {
        "place": place,
        "passages": [(en_mots(place, passage.valeur), passage) for passage in passages],
        "plusieurs_versions": len({p.version for p in passages}) > 1,
    }
    return render(
        request, "declarations/historique_champ.html", contexte | _commun(dossier, nature)
    )


def _charger(request: Requete, pk: int, nature: str) -> DossierOuvert:
    """The file, for those who type or approve it; 403 for the others who may open it."""
    dossier = charger(request, pk)
    volet_de(dossier, nature)
    if dossier.cote_caf and ActeurDossier.SAISIE_CAF not in dossier.acteurs:
        raise PermissionDenied(
            "Le détail de la saisie reste au partenaire : vous lisez les versions transmises."
        )
    exiger_lecture(dossier, nature)
    return dossier


def _commun(dossier: DossierOuvert, nature: str) -> dict[str, object]:
    return {
        "dossier": dossier,
        "declaration": dossier.declaration,
        "nature": nature,
        "titre_volet": etats.LIBELLES_VOLET[nature].capitalize(),
        "interlocuteur": interlocuteur_de(dossier),
    }
