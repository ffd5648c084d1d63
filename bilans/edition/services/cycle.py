"""What becomes of a questionnaire: its draft given up, archived, put back in service."""

from django.db import transaction

from bilans.edition.services.brouillons import ouvrir, verrouiller_questionnaire
from bilans.models import Questionnaire
from habilitations.permissions import Acteur
from portal.socle import journal
from portal.socle.refus import impossible

DEJA_ARCHIVE = "Ce questionnaire est déjà archivé."
PAS_ARCHIVE = "Ce questionnaire n’est pas archivé."
BROUILLON_OUVERT = "Un brouillon est ouvert : publiez-le ou abandonnez-le d’abord."


@transaction.atomic
def abandonner(version_id: int, *, acteur: Acteur) -> None:
    """Give a draft up; its questionnaire goes with it when nothing of it was ever published.

    History keeps what it held. Raises VersionQuestionnaire.DoesNotExist, ActionRefusee.
    """
    brouillon = ouvrir(version_id, acteur)
    questionnaire = brouillon.version.questionnaire
    brouillon.journaliser("abandonne", revision=brouillon.version.revision)
    brouillon.version.delete()
    if not questionnaire.versions.exists() and not questionnaire.complements.exists():
        questionnaire.delete()


@transaction.atomic
def archiver(questionnaire_id: int, *, motif: str, acteur: Acteur) -> None:
    """Stop asking it: no bilan is opened any more; those that are stay, and are answered.

    Raises Questionnaire.DoesNotExist, ActionRefusee.
    """
    questionnaire = verrouiller_questionnaire(questionnaire_id, acteur)
    if questionnaire.archive_le is not None:
        raise impossible(DEJA_ARCHIVE)
    if questionnaire.versions.filter(etat="brouillon").exists():
        raise impossible(BROUILLON_OUVERT)
    questionnaire.archive_le = acteur.maintenant
    questionnaire.save(update_fields=["archive_le"])
    _raconter(questionnaire, acteur, "archive", motif)


@transaction.atomic
def remettre_en_service(questionnaire_id: int, *, acteur: Acteur) -> None:
    """Ask it again: the windows that are open take it. Raises as ``archiver``."""
    questionnaire = verrouiller_questionnaire(questionnaire_id, acteur)
    if questionnaire.archive_le is None:
        raise impossible(PAS_ARCHIVE)
    questionnaire.archive_le = None
    questionnaire.save(update_fields=["archive_le"])
    _raconter(questionnaire, acteur, "remis_en_service")


def _raconter(questionnaire: Questionnaire, acteur: Acteur, action: str, motif: str = "") -> None:
    journal.ecrire(
        f"questionnaire.{action}",
        auteur=acteur.utilisateur,
        objet=questionnaire,
        caf_id=questionnaire.caf_id,
        motif=motif,
        details={"questionnaire": questionnaire.code},
        le=acteur.maintenant,
    )
