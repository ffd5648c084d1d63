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
    page = _charger(request, pk, nature)
    objet = volet_de(page, nature)
    lisibles = {
        c: e
        for c, e in page.places(nature).items()
        if est_lisible(e.champ, page.acteurs, page.cote_caf)
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
    return render(request, "declarations/historique.html", contexte | _commun(page, nature))


@require_safe
def historique_du_champ(request: Requete, pk: int, nature: str, chemin: str) -> HttpResponse:
    """Every value of one field: kept, replaced, given up."""
    page = _charger(request, pk, nature)
    place = page.places(nature).get(chemin)
    if place is None:
        raise Http404("Ce champ n’existe pas dans ce volet.")
    if not est_lisible(place.champ, page.acteurs, page.cote_caf):
        raise PermissionDenied("Ce champ est réservé à d’autres rôles que le vôtre.")
    passages = passages_du_champ(page.declaration, nature, chemin)
    contexte = {
        "place": place,
        "passages": [(en_mots(place, passage.valeur), passage) for passage in passages],
        "plusieurs_versions": len({p.version for p in passages}) > 1,
    }
    return render(request, "declarations/historique_champ.html", contexte | _commun(page, nature))


def _charger(request: Requete, pk: int, nature: str) -> DossierOuvert:
    """The file, for those who type or approve it; 403 for the others who may open it."""
    page = charger(request, pk)
    volet_de(page, nature)
    if page.cote_caf and ActeurDossier.SAISIE_CAF not in page.acteurs:
        raise PermissionDenied(
            "Le détail de la saisie reste au partenaire : vous lisez les versions transmises."
        )
    exiger_lecture(page, nature)
    return page


def _commun(page: DossierOuvert, nature: str) -> dict[str, object]:
    return {
        "page": page,
        "declaration": page.declaration,
        "nature": nature,
        "titre_volet": etats.LIBELLES_VOLET[nature].capitalize(),
        "interlocuteur": interlocuteur_de(page),
    }
