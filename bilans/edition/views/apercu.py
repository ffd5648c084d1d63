"""The preview of a version, as somebody who answers: nothing is kept, nobody's data is read."""

from collections.abc import Mapping

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from bilans.edition.presentation.apercu import (
    LIGNES_MAX,
    Choisis,
    apercu_de,
    evaluer_l_apercu,
    faits_a_choisir,
    origines_de,
    sections_montrees,
)
from bilans.edition.views.chargement import VersionOuverte, lire_une_version
from bilans.presentation.questions import LIGNES_CONNUES
from bilans.regles.faits import FAITS, PLURIELS
from bilans.regles.questionnaire import Question, Questionnaire
from habilitations.requetes import Requete
from portal.saisie.reception import lire_envoi
from portal.saisie.regles.formes import ValeurRefusee, recevoir_valeur
from portal.saisie.regles.valeurs import Valeur

FAIT, LIGNES, SECTION = "fait-", "lignes-", "-section"
LIGNES_PAR_DEFAUT = 2


@require_http_methods(["GET", "HEAD", "POST"])
@lire_une_version
def apercu(request: Requete, ouverte: VersionOuverte) -> HttpResponse:
    definition = ouverte.composee
    origines = origines_de(definition)
    choisis = _choisis(request.POST, origines)
    saisies, erreurs = _reponses(definition, request.POST)
    etat = evaluer_l_apercu(definition, saisies, choisis)
    sections = sections_montrees(definition, etat)
    demandee = request.POST.get(SECTION, "")
    siennes = [s.code for s in ouverte.definition.sections if s.code in dict(sections)]
    premiere = next(iter([*siennes, *dict(sections)]), "")
    section = demandee if demandee in dict(sections) else premiere
    contexte = {
        "ouverte": ouverte,
        "onglet": "apercu",
        "sections": sections,
        "section": section,
        "faits": faits_a_choisir(definition, choisis),
        "origines": [(o, LIGNES_CONNUES[o], choisis.lignes[o]) for o in origines],
        "lignes_max": range(LIGNES_MAX + 1),
        "apercu": apercu_de(definition, etat, saisies, erreurs, section),
    }
    gabarit = "bilans/edition/apercu.html"
    if request.htmx:
        gabarit = "bilans/edition/partials/apercu.html"
    return render(request, gabarit, contexte)


def _choisis(postees: QueryDict, origines: tuple[str, ...]) -> Choisis:
    """The facts chosen; a value that a fact may not take is left out."""
    valeurs: dict[str, Valeur] = {}
    for nom, permises in FAITS.items():
        recues = [v for v in postees.getlist(f"{FAIT}{nom}") if v in permises]
        valeurs[nom] = recues if nom in PLURIELS else (recues or [""])[0]
    return Choisis(valeurs, {origine: _combien(postees, origine) for origine in origines})


def _combien(postees: QueryDict, origine: str) -> int:
    brut = postees.get(f"{LIGNES}{origine}", str(LIGNES_PAR_DEFAUT))
    return min(int(brut), LIGNES_MAX) if brut.isdecimal() and len(brut) < 3 else LIGNES_PAR_DEFAUT


def _reponses(
    definition: Questionnaire, postees: QueryDict
) -> tuple[Mapping[str, Valeur], Mapping[str, str]]:
    """Answers in shape, those that are not as they were typed, and what is wrong with them."""
    valeurs: dict[str, Valeur] = {}
    erreurs: dict[str, str] = {}
    for chemin, recu in lire_envoi(postees).valeurs.items():
        question = None if chemin.startswith((FAIT, LIGNES)) else _question(definition, chemin)
        if question is None:
            continue
        try:
            valeurs[chemin] = recevoir_valeur(question, recu)
        except ValeurRefusee as refus:
            valeurs[chemin], erreurs[chemin] = recu, str(refus)
    return valeurs, erreurs


def _question(definition: Questionnaire, chemin: str) -> Question | None:
    """The question that a path ends with, cells of tables included."""
    morceaux = chemin.split(".")
    for debut in range(len(morceaux)):
        place = definition.par_code.get(".".join(morceaux[debut:]))
        if place is not None and isinstance(place.element, Question):
            return place.element if place.element.demande and not place.element.colonnes else None
    return None
