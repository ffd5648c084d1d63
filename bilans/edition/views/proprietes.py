"""The page of one element: its properties and lists, saved together, whatever others save."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bilans.edition.forms.groupes import GroupeForm, liste_de_lignes
from bilans.edition.forms.listes import Liste
from bilans.edition.forms.listes_de_question import listes_de, proprietes_des_listes
from bilans.edition.forms.questions import QuestionForm
from bilans.edition.presentation.destinations import nombres_possibles
from bilans.edition.presentation.divergences import divergences_dites
from bilans.edition.presentation.fiches import liens_de
from bilans.edition.regles.arbre import libelle_de
from bilans.edition.regles.operations import Modifier
from bilans.edition.services.chiffres import chiffres_de
from bilans.edition.services.publication import dispositif_de
from bilans.edition.views.chargement import VersionOuverte, sur_un_brouillon
from bilans.edition.views.enregistrement import Echec, tenter
from bilans.regles.questionnaire import Groupe, Place, Question
from portal.socle.actes import envoye

ENREGISTRE = "« {} » est enregistré."
AUTRE_TYPE = "Le type a changé : complétez ce qui va avec, puis enregistrez."
PAR_CHAMP = {"elements": "titre", "liste": "origine", "repetition": "origine"}


@dataclass
class Saisie:
    """A form with its lists, drawn on one page; ``lire`` gives the properties that both say."""

    formulaire: QuestionForm | GroupeForm
    listes: tuple[Liste, ...]
    lire: Callable[[tuple[Liste, ...]], dict[str, Any]]


@require_http_methods(["GET", "HEAD", "POST"])
@sur_un_brouillon
def element(request: HttpRequest, ouverte: VersionOuverte, code: str) -> HttpResponse:
    place = ouverte.place(code)
    saisie = _saisie(request, ouverte, place)
    action = request.POST.get("action", "")
    if action:  # A list grows or moves in the page; nothing is saved.
        saisie.listes = tuple(liste.agir(action) for liste in saisie.listes)
        return _montrer(request, ouverte, place, saisie)
    if not saisie.formulaire.is_bound or not saisie.formulaire.is_valid():
        return _montrer(request, ouverte, place, saisie)
    echec = tenter(request, ouverte, Modifier(code, saisie.lire(saisie.listes)))
    if echec is not None:
        return _montrer(request, ouverte, place, saisie, echec)
    if saisie.formulaire.cleaned_data.get("type", "") != getattr(place.element, "type", ""):
        messages.info(request, AUTRE_TYPE)
        return redirect("bilans:element", pk=ouverte.version.pk, code=code)
    nom = saisie.formulaire.cleaned_data.get("libelle") or saisie.formulaire.cleaned_data["titre"]
    messages.success(request, ENREGISTRE.format(nom))
    return redirect(f"{ouverte.adresse}?ici={code}")


def _saisie(request: HttpRequest, ouverte: VersionOuverte, place: Place) -> Saisie:
    saisie = (
        _du_groupe(request, ouverte, place, place.element)
        if isinstance(place.element, Groupe)
        else _de_la_question(request, ouverte, place.element)
    )
    if request.method == "POST":
        saisie.listes = tuple(liste.lue(request.POST) for liste in saisie.listes)
    return saisie


def _du_groupe(
    request: HttpRequest, ouverte: VersionOuverte, place: Place, groupe: Groupe
) -> Saisie:
    nombres = nombres_possibles(ouverte.definition, place)
    formulaire = GroupeForm(envoye(request), groupe=groupe, nombres=nombres)
    return Saisie(
        formulaire, (liste_de_lignes(groupe),), lambda listes: formulaire.proprietes(listes[0])
    )


def _de_la_question(request: HttpRequest, ouverte: VersionOuverte, question: Question) -> Saisie:
    formulaire = QuestionForm(
        envoye(request),
        question=question,
        partages=_partages(ouverte, question),
        publiee=question.code in ouverte.atelier.codes_publies,
    )
    return Saisie(
        formulaire,
        listes_de(question),
        lambda listes: {**formulaire.proprietes, **proprietes_des_listes(listes, question)},
    )


def _partages(ouverte: VersionOuverte, question: Question) -> tuple[tuple[str, str], ...]:
    """Figures of the declaration of the same type as the question, and the one it has already."""
    dispositif = dispositif_de(ouverte.version.questionnaire, ouverte.definition)
    chiffres = chiffres_de(dispositif) if dispositif else {}
    return tuple(
        (code, chiffre.libelle)
        for code, chiffre in chiffres.items()
        if chiffre.type == question.type or code == question.partage
    )


def _montrer(
    request: HttpRequest,
    ouverte: VersionOuverte,
    place: Place,
    saisie: Saisie,
    echec: Echec | None = None,
) -> HttpResponse:
    conflits = []
    if echec is not None and echec.conflit is not None and echec.conflit.divergences:
        conflits = divergences_dites(ouverte.composee, echec.conflit)
    elif echec is not None:
        saisie.formulaire.refuser(echec.message, PAR_CHAMP.get(echec.champ, echec.champ))
    if request.POST.get("action"):
        saisie.formulaire.errors.clear()
    disparu = echec is not None and echec.conflit is not None and echec.conflit.disparu
    if not disparu:
        place = ouverte.place(place.element.code)
    contexte = {
        "ouverte": ouverte,
        "element": place.element,
        "nom": libelle_de(place.element),
        "est_groupe": isinstance(place.element, Groupe),
        "saisie": saisie,
        "liens": liens_de(ouverte.version, ouverte.composee, place),
        "conflits": conflits,
        "par": ouverte.version.modifie_par if conflits else None,
    }
    refuse = echec is not None or bool(saisie.formulaire.errors)
    gabarit = "bilans/edition/element.html"
    return render(request, gabarit, contexte, status=422 if refuse else 200)
