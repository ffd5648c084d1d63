"""A questionnaire on paper, for whoever is logged in: partners prepare their answers with it."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from bilans.exports.vierge import vierge_pdf
from bilans.models import VersionQuestionnaire
from bilans.regles.complement import composer
from bilans.regles.questionnaire import Questionnaire
from bilans.regles.verification import verifier
from bilans.services.definitions import definition_de, nationale_completee
from habilitations.models.droits import FONCTIONS_INSTRUCTION
from habilitations.permissions import Acteur
from habilitations.requetes import Requete
from portal.socle.telechargements import a_enregistrer


@require_safe
def vierge(request: Requete, pk: int) -> HttpResponse:
    """A version once published; the sections of a Caf are printed by its agents."""
    acteur: Acteur = request.acteur
    lisibles = Q(questionnaire__caf=None) | Q(
        questionnaire__caf__in=acteur.cafs_comme(FONCTIONS_INSTRUCTION)
    )
    publiees = VersionQuestionnaire.objects.exclude(etat=VersionQuestionnaire.Etat.BROUILLON)
    version = get_object_or_404(publiees.filter(lisibles).select_related("questionnaire"), pk=pk)
    nom = f"questionnaire-{version.reference}.pdf"
    return a_enregistrer(vierge_pdf(_a_imprimer(version)), nom, "pdf")


def _a_imprimer(version: VersionQuestionnaire) -> Questionnaire:
    """What a version asks; what a Caf adds goes with the national questions that it leans on."""
    definition = definition_de(version)
    nationale = nationale_completee(version.questionnaire) if verifier(definition) else None
    return composer(nationale, definition) if nationale else definition
