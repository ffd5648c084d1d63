"""Opening a questionnaire or one of its versions for a page: in scope, and what may be done."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from bilans.edition.regles.arbre import place_de
from bilans.edition.regles.atelier import Atelier
from bilans.edition.regles.refus import OperationImpossible
from bilans.edition.services.brouillons import PAS_LES_VOTRES, PLUS_UN_BROUILLON, atelier_de
from bilans.models import Questionnaire, VersionQuestionnaire
from bilans.regles.complement import composer
from bilans.regles.questionnaire import Place
from bilans.regles.questionnaire import Questionnaire as Definition
from bilans.services.definitions import definition_de, definition_du_brouillon
from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.socle.actes import avertir

RESERVE = "Les questionnaires se consultent à la Caf et à la Cnaf."
INCONNU = "Ce questionnaire n’existe pas, ou il n’est pas dans votre périmètre."


@dataclass
class VersionOuverte:
    """A version as somebody opens it; ``administre`` when it is theirs to edit."""

    version: VersionQuestionnaire
    acteur: Acteur
    administre: bool

    @cached_property
    def definition(self) -> Definition:
        if self.version.est_brouillon:
            return definition_du_brouillon(self.version)
        return definition_de(self.version)

    @property
    def composee(self) -> Definition:
        """The whole that respondents read: what a Caf adds comes after the national sections."""
        nationale = self.atelier.nationale
        return composer(nationale, self.definition) if nationale else self.definition

    @cached_property
    def atelier(self) -> Atelier:
        return atelier_de(self.version.questionnaire)

    @property
    def modifiable(self) -> bool:
        return self.administre and self.version.est_brouillon

    @property
    def adresse(self) -> str:
        return reverse("bilans:version", args=[self.version.pk])

    def place(self, code: str) -> Place:
        """Where an element stands; 404 when it is not there, or not any more."""
        try:
            return place_de(self.definition, code)
        except OperationImpossible:
            raise Http404("Cet élément n’existe pas, ou il a été supprimé.") from None


def exiger_lecteur(request: Requete) -> Acteur:
    """Answer 403 to whoever reads no questionnaire as such."""
    acteur: Acteur = request.acteur
    if not (acteur.est_national or acteur.est_instructeur):
        raise PermissionDenied(RESERVE)
    return acteur


def charger_questionnaire(request: Requete, pk: int) -> Questionnaire:
    acteur = exiger_lecteur(request)
    visibles = Questionnaire.objects.visibles_par(acteur).select_related("caf", "complete")
    trouve = visibles.filter(pk=pk).first()
    if trouve is None:
        raise Http404(INCONNU)
    return trouve


def exiger_administre(request: Requete, questionnaire: Questionnaire) -> None:
    """Answer 403 to whoever reads a questionnaire and does not edit it."""
    if not est_administre(request.acteur, questionnaire):
        raise PermissionDenied(PAS_LES_VOTRES)


def est_administre(acteur: Acteur, questionnaire: Questionnaire) -> bool:
    return Questionnaire.objects.administres_par(acteur).filter(pk=questionnaire.pk).exists()


def charger_version(request: Requete, pk: int) -> VersionOuverte:
    """Load a version this person may see; anything else is a 404."""
    acteur = exiger_lecteur(request)
    version = (
        VersionQuestionnaire.objects.visibles_par(acteur)
        .select_related("questionnaire__caf", "questionnaire__complete", "modifie_par")
        .filter(pk=pk)
        .first()
    )
    if version is None:
        raise Http404(INCONNU)
    return VersionOuverte(version, acteur, est_administre(acteur, version.questionnaire))


def lire_une_version(vue: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the version that its address names."""

    @wraps(vue)
    def charger(request: Requete, pk: int, **reste: Any) -> HttpResponse:
        return vue(request, charger_version(request, pk), **reste)

    return charger


def sur_un_brouillon(vue: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the draft that its address names: 403 to who only reads it.

    Published meanwhile, it is shown, with a sentence.
    """

    @wraps(vue)
    def charger(request: Requete, pk: int, **reste: Any) -> HttpResponse:
        ouverte = charger_version(request, pk)
        if not ouverte.administre:
            raise PermissionDenied(PAS_LES_VOTRES)
        if not ouverte.version.est_brouillon:
            avertir(request, PLUS_UN_BROUILLON)
            return redirect(ouverte.adresse)
        return vue(request, ouverte, **reste)

    return charger
