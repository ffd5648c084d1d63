"""Drafts to edit: that of « essai », national; what the Caf of the world adds to the CLAS bilan."""

from bilans.edition.services.creation import completer, creer
from bilans.models import Questionnaire, VersionQuestionnaire
from tests.bilans.bilans import questionnaires
from tests.bilans.edition.essai import essai
from tests.monde import Monde, acteur


def brouillon(monde: Monde) -> VersionQuestionnaire:
    """A draft of « essai », by the national administrator."""
    questionnaires()
    definition = essai()
    return creer(
        code=definition.code,
        titre=definition.titre,
        acteur=acteur(monde.national),
        definition=definition,
    )


def complement(monde: Monde) -> VersionQuestionnaire:
    """The draft of what the Caf of the world adds to the CLAS bilan."""
    questionnaires()
    national = Questionnaire.objects.get(code="bilan_clas", caf=None)
    return completer(national.pk, caf_id=monde.caf.pk, acteur=acteur(monde.conseiller))


def reecrire(version: VersionQuestionnaire, texte: str) -> None:
    """Put a definition in a draft behind the back of the editor."""
    version.definition = texte
    version.save(update_fields=["definition"])
