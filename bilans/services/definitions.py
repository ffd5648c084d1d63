"""What a version says, read from its text once per process; that of a bilan, sections of its Caf
included. Nobody else reads a definition.
"""

from datetime import date
from functools import lru_cache

from django.db.models import Q, QuerySet

from bilans.definitions import lire, lire_brouillon
from bilans.models import Bilan, VersionQuestionnaire
from bilans.models import Questionnaire as QuestionnaireEnBase
from bilans.regles.cadre import Cadre
from bilans.regles.complement import composer
from bilans.regles.questionnaire import Questionnaire

# As many as the versions that bilans of a few exercices are on.
VERSIONS_GARDEES = 128


@lru_cache(maxsize=VERSIONS_GARDEES)
def _lire(texte: str, reference: str) -> Questionnaire:
    return lire(texte, f"{reference}.toml")


def definition_de(version: VersionQuestionnaire) -> Questionnaire:
    """Return the questionnaire that a version defines; its ``questionnaire`` is loaded with it.

    Raises DefinitionInvalide when the text does not stand, which a draft alone may do. What a Caf
    adds was judged after the national version of its day (``regles.complement``).
    """
    if version.questionnaire.caf_id is not None:
        return definition_du_texte(version.definition)
    return _lire(version.definition, version.reference)


def definition_du_brouillon(version: VersionQuestionnaire) -> Questionnaire:
    """Return what a draft says so far, whether it stands or not."""
    return definition_du_texte(version.definition)


@lru_cache(maxsize=VERSIONS_GARDEES)
def definition_du_texte(texte: str) -> Questionnaire:
    """Return what the text of a draft says, of now or of a former revision."""
    return lire_brouillon(texte)


def nationale_completee(questionnaire: QuestionnaireEnBase) -> Questionnaire | None:
    """Return the last version published of what a Caf completes; None for a national one."""
    if questionnaire.complete_id is None:
        return None
    publiees = VersionQuestionnaire.objects.filter(
        questionnaire=questionnaire.complete_id, publiee_le__isnull=False
    )
    derniere = publiees.select_related("questionnaire").order_by("vaut_le", "pk").last()
    return definition_de(derniere) if derniere else None


def version_precedente(version: VersionQuestionnaire) -> VersionQuestionnaire | None:
    """Return the version published just before one, or before a draft; None for the first."""
    publiees = version.questionnaire.versions.exclude(etat=VersionQuestionnaire.Etat.BROUILLON)
    if version.vaut_le is not None:
        le_meme_jour = Q(vaut_le=version.vaut_le, pk__lt=version.pk)
        publiees = publiees.filter(Q(vaut_le__lt=version.vaut_le) | le_meme_jour)
    return publiees.select_related("questionnaire").order_by("vaut_le", "pk").last()


def definition_du_bilan(bilan: Bilan) -> Questionnaire:
    """Return what a bilan asks: its version, then the sections of its Caf."""
    nationale = definition_de(bilan.version)
    if bilan.complement is None:
        return nationale
    return composer(nationale, definition_de(bilan.complement))


def cadre_de(bilan: Bilan) -> Cadre:
    """Return who answers and sends a bilan. Every published questionnaire has a cadre."""
    cadre = definition_de(bilan.version).cadre
    if cadre is None:
        raise ValueError(f"{bilan.version.reference} n’a pas de cadre")
    return cadre


def questionnaires_sans_calendrier(jour: date) -> QuerySet[QuestionnaireEnBase]:
    """National questionnaires in force whose dates are announced each time: the recensement."""
    versions = VersionQuestionnaire.objects.en_vigueur(jour).filter(
        questionnaire__caf=None, questionnaire__archive_le=None
    )
    sans = {
        version.questionnaire_id
        for version in versions.select_related("questionnaire")
        if (cadre := definition_de(version).cadre) and cadre.ouverture is None
    }
    return QuestionnaireEnBase.objects.filter(pk__in=sans)


def dispositifs_de(questionnaires: QuerySet[QuestionnaireEnBase]) -> dict[int, str]:
    """The dispositif that each questionnaire is about, by its id, as its last version says."""
    versions = VersionQuestionnaire.objects.filter(
        questionnaire__in=questionnaires, publiee_le__isnull=False
    ).order_by("vaut_le", "pk")
    cadres = {
        version.questionnaire_id: definition_de(version).cadre
        for version in versions.select_related("questionnaire")
    }
    return {pk: cadre.dispositif for pk, cadre in cadres.items() if cadre}
