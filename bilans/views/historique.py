"""Who answered what, and when: the last answers written, and all the values of one of them.

Typing is the partner's own: the Caf reads what was sent and what it edited, unless it fills the
bilan with them.
"""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bilans.presentation.historique import cases_lues
from bilans.presentation.reperes import interlocuteur_de
from bilans.regles.cases import (
    Place,
    chemin_de_question,
    libelle_complet,
    par_question,
    question_de,
)
from bilans.regles.questionnaire import FICHIER
from bilans.services.bilan_ouvert import BilanOuvert
from bilans.services.historique import historique_saisi, historique_transmis
from bilans.views.chargement import charger, exiger_lecture
from habilitations.requetes import Requete
from portal.dossiers.par_lien import ouvert_par_lien
from portal.saisie.presentation.conflits import en_mots
from portal.saisie.services.auteurs import auteurs_de
from portal.socle.composants import id_de

REPONSES_PAR_PAGE = 50
AU_PARTENAIRE = "Le détail de la saisie reste au partenaire : vous lisez ce qu’il a transmis."


@require_safe
@ouvert_par_lien
def historique(request: Requete, pk: int) -> HttpResponse:
    """The answers written, the latest first; of a section alone where the address names one."""
    dossier = charger(request, pk)
    if not dossier.lit_la_saisie:
        raise PermissionDenied(AU_PARTENAIRE)
    code = request.GET.get("section", "")
    section = next((s for s in dossier.questionnaire.sections if s.code == code), None)
    places = {
        c: place
        for c, place in dossier.emplacements.items()
        if section is None or dossier.questionnaire.par_code[place.champ.code].dans[0] is section
    }
    auteurs, reponses = auteurs_de(dossier.feuille, places), dossier.reponses
    recents = sorted(auteurs, key=lambda c: auteurs[c].le, reverse=True)
    pagination = Paginator(recents, REPONSES_PAR_PAGE).get_page(request.GET.get("page"))
    contexte = {
        "section": section,
        "pagination": pagination,
        "lignes": [
            (
                reverse("bilans:historique_reponse", args=[pk, _question(dossier, places[c])]),
                places[c].libelle_complet,
                en_mots(places[c], reponses.get(c, "")),
                auteurs[c],
            )
            for c in pagination
        ],
    }
    return render(request, "bilans/historique.html", contexte | _commun(dossier))


@require_safe
@ouvert_par_lien
def historique_reponse(request: Requete, pk: int, chemin: str) -> HttpResponse:
    """Every value of one answer, or of each cell of a question: kept, replaced, given up."""
    dossier = charger(request, pk)
    exiger_lecture(dossier)
    cases = _cases(dossier, chemin)
    if not cases or cases[0].champ.type == FICHIER:
        raise Http404("Cette question n’est pas posée dans ce bilan.")
    lire = historique_saisi if dossier.lit_la_saisie else historique_transmis
    question = question_de(dossier.questionnaire, cases[0])
    contexte = {
        "titre": libelle_complet(dossier.questionnaire, cases),
        "cases": cases_lues(question.libelle, [(p, lire(dossier.bilan, p.chemin)) for p in cases]),
        "ancre": id_de(chemin_de_question(dossier.questionnaire, cases[0])),
    }
    return render(request, "bilans/historique_reponse.html", contexte | _commun(dossier))


def _cases(dossier: BilanOuvert, chemin: str) -> tuple[Place, ...]:
    """The cells of a question that this person reads, by its path or by that of one of them."""
    places = dossier.emplacements if dossier.lit_la_saisie else dossier.places_arretees
    questions = par_question(dossier.questionnaire, places.values())
    place = places.get(chemin)
    return questions.get(_question(dossier, place) if place else chemin, ())


def _question(dossier: BilanOuvert, place: Place) -> str:
    return chemin_de_question(dossier.questionnaire, place)


def _commun(dossier: BilanOuvert) -> dict[str, object]:
    return {"dossier": dossier, "bilan": dossier.bilan, "interlocuteur": interlocuteur_de(dossier)}
